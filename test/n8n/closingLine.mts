import type { TestEvent } from 'node:test/reporters';

/** A reporter that says only, as the very last line, how many tests passed and failed. */
export default async function* closingLine(
	events: AsyncIterable<TestEvent>,
): AsyncGenerator<string> {
	const counts = { passed: 0, failed: 1, skipped: 0 };
	process.once('exit', () => {
		const { passed, failed, skipped } = counts;
		console.log(
			`tests: ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`,
		);
	});
	for await (const { type, data } of events) {
		if (type !== 'test:summary') continue;
		const { tests, passed, skipped } = data.counts;
		// A hook that fails after its tests makes the run fail without a failed test.
		const failed = tests - passed - skipped || Number(!data.success);
		Object.assign(counts, { passed, failed, skipped });
		yield ''; // the line itself has to wait until the other reporter is done
	}
}
