/**
 * `npm test`: everything a change must pass, from a bare clone with Node >= 20 and npm 10 or later.
 * The steps run one after another; the first that fails ends the run.
 * `npm test -- --only lint,unit` runs just those.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

import { ensureN8n, ensureOldestN8n } from './n8n/install.mjs';
import { prepareOracles } from './oracles/prepare.mjs';
import { ensureProject, isInstalled, projectRoot, runStep, stepEnvironment } from './setup.mjs';

const CLOSING_LINE = /^tests: (\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/;

const npmRun = (script) => runStep(`npm run ${script}`, 'npm', ['run', '--silent', script]);

/** The steps in their order; those that count tests resolve to their counts. */
const steps = {
	install: async () => {
		await ensureProject();
		// At once: each has its time of downloading, of unpacking and of compiling.
		await Promise.all([ensureTools(), ensureN8n(), ensureOldestN8n()]);
	},
	lint: () => npmRun('lint'),
	types: () => npmRun('types'),
	build: () => npmRun('build'),
	unit: () => runJest('unit', 'engine'),
	oracles: runOracles,
	n8n: () => runCounted('test/n8n/run.mjs'),
	compat: () => runCounted('test/n8n/compat/run.mjs'),
};

async function ensureTools() {
	const tools = join(projectRoot, 'test/tools');
	if (isInstalled(tools)) return;
	await runStep("Installing n8n's own checks", 'npm', ['ci'], { cwd: tools });
}

/** Tools that others wrote judge our files. Without the Python package index there are none. */
async function runOracles() {
	const reason = await prepareOracles();
	if (reason === undefined) return await runJest('oracles');
	console.warn(`SKIPPED: the Python tools that judge our files cannot be installed.\n${reason}`);
	return undefined;
}

/** Projects of Jest: unit, engine and package tests are in the first two. */
async function runJest(...names) {
	const folder = mkdtempSync(join(tmpdir(), 'ango-hub-jest-'));
	try {
		const report = join(folder, 'report.json');
		const projects = ['--selectProjects', ...names];
		const child = start('jest', [...projects, '--json', `--outputFile=${report}`], 'inherit');
		const code = await ended(child);
		if (!existsSync(report)) throw new Error(`jest ended with ${code} and no report`);
		const result = JSON.parse(readFileSync(report, 'utf8'));
		const counts = {
			passed: result.numPassedTests,
			// A file that does not even load has no tests to count.
			failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
			skipped: result.numPendingTests + result.numTodoTests,
		};
		return withExitCode(counts, code);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** A runner of its own that ends with a closing line like ours. */
async function runCounted(script) {
	const child = start('node', [script], 'pipe');
	const code = ended(child);
	let counts = { passed: 0, failed: 0, skipped: 0 };
	for await (const line of createInterface({ input: child.stdout })) {
		const closing = CLOSING_LINE.exec(line);
		if (closing) {
			const [passed, failed, skipped] = closing.slice(1).map((count) => Number(count ?? 0));
			counts = { passed, failed, skipped };
		} else {
			console.log(line);
		}
	}
	return withExitCode(counts, await code);
}

/** A runner that ends badly without naming a failed test has failed all the same. */
function withExitCode(counts, code) {
	return code === 0 ? counts : { ...counts, failed: Math.max(1, counts.failed) };
}

function start(command, args, stdout) {
	return spawn(command, args, {
		cwd: projectRoot,
		env: stepEnvironment(),
		stdio: ['ignore', stdout, 'inherit'],
	});
}

function ended(child) {
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code, signal) => resolve(code ?? signal));
	});
}

/** Names of the steps to run, in order; an unknown one is an error that lists the known ones. */
function chosenSteps() {
	const { values } = parseArgs({ options: { only: { type: 'string' } } });
	const names = Object.keys(steps);
	if (values.only === undefined) return names;
	const wanted = values.only.split(',').map((name) => name.trim());
	const unknown = wanted.filter((name) => !names.includes(name));
	if (unknown.length > 0) {
		throw new Error(`unknown step ${unknown.join(', ')}; the steps are ${names.join(', ')}`);
	}
	return names.filter((name) => wanted.includes(name));
}

/** Throws when a step's tests did not all pass; where CI runs, a skipped test has not passed. */
function check({ passed, failed, skipped }) {
	if (failed > 0) throw new Error(`${failed} failed`);
	if (passed === 0) throw new Error('no test ran');
	if (process.env.CI && skipped > 0) throw new Error(`${skipped} skipped, which CI does not allow`);
}

const total = { passed: 0, failed: 0, skipped: 0 };

async function runOne(name, place) {
	const started = performance.now();
	console.log(`\n${place} ${name}`);
	try {
		const counts = await steps[name]();
		if (counts) {
			for (const key of Object.keys(total)) total[key] += counts[key];
			check(counts);
		}
	} catch (error) {
		throw new Error(`Stopped: the step "${name}" failed: ${error.message}`);
	}
	console.log(`${place} ${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

try {
	const names = chosenSteps();
	for (const [index, name] of names.entries()) await runOne(name, `[${index + 1}/${names.length}]`);
} catch (error) {
	console.error(`\n${error.message}`);
	process.exitCode = 1;
}
const { passed, failed, skipped } = total;
if (passed + failed + skipped > 0) {
	console.log(`tests: ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
}
