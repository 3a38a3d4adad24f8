import TestSequencer from '@jest/test-sequencer';

/** Files that wait for minutes; begun last, they would be waited for alone. */
const LONG = /\/(chaos|package)\//;

/** Jest knows how long files take where they have run before; in a new clone it does not. */
export default class extends TestSequencer {
	async sort(tests) {
		const sorted = await super.sort(tests);
		const isLong = ({ path }) => LONG.test(path);
		return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
	}
}
