import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

import { projectRoot, run, textOf } from './packageFolders.mts';

interface Step {
	id?: string;
	uses?: string;
	run?: string;
}
interface Job {
	uses?: string;
	needs?: string;
	permissions?: object;
	steps?: Step[];
}
interface Workflow {
	permissions: object;
	jobs: Record<string, Job>;
}
interface Form {
	name: string;
	description: string;
	body: Array<{ type: string; id?: string; attributes: { label?: string; options?: string[] } }>;
}

const files = (pattern: string) => globSync(pattern, { cwd: projectRoot }).sort();

const workflows = files('.github/workflows/*');
const forms = files('.github/ISSUE_TEMPLATE/*').filter((file) => !file.endsWith('/config.yml'));
const { version } = JSON.parse(textOf('package.json')) as { version: string };
const workflow = (name: string) => parse(textOf(`.github/workflows/${name}.yml`)) as Workflow;

describe.each(workflows)('%s', (file) => {
	const { permissions, jobs } = parse(textOf(file)) as Workflow;

	it('pins each action to a commit, and says which version that is', () => {
		const lines = textOf(file).split('\n');
		const used = lines.filter((line) => /^\s*(- )?uses:/.test(line));
		expect(used.length).toBeGreaterThan(0);
		for (const line of used) {
			const own = /uses: \.\/(\S+)$/.exec(line);
			if (own) expect(existsSync(join(projectRoot, own[1]))).toBe(true);
			else expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
		}
	});

	it('may only read the repository, but for the proof of where a release was built', () => {
		expect(permissions).toEqual({ contents: 'read' });
		for (const job of Object.values(jobs)) {
			const allowed = { contents: 'read', 'id-token': 'write' };
			expect([undefined, allowed]).toContainEqual(job.permissions);
		}
	});
});

it('continuous integration runs .ci/run', () => {
	const commands = workflow('ci')
		.jobs.test.steps?.map((step) => step.run)
		.filter(Boolean);
	expect(commands).toEqual(['.ci/run']);
});

describe('publishing', () => {
	const { test: tested, publish } = workflow('publish').jobs;

	it('waits for all tests, builds, and publishes with provenance', () => {
		expect(tested.uses).toBe('./.github/workflows/ci.yml');
		expect(publish.needs).toBe('test');
		expect(publish.steps?.map((step) => step.run).slice(-2)).toEqual([
			'node test/run.mjs --only install,build',
			'npm publish --provenance --access public',
		]);
	});

	it('refuses a tag that is not the version of package.json', () => {
		const script = publish.steps?.find(({ id }) => id === 'version')?.run ?? '';
		const check = (tag: string) =>
			run('env', [`GITHUB_REF_NAME=${tag}`, 'bash', '-e', '-c', script], projectRoot);
		expect(check(`v${version}`)).toBe('');
		expect(() => check(version)).toThrow();
		expect(() => check('v99.0.0')).toThrow();
	});

	it('has a version that CHANGELOG.md tells about', () => {
		expect(textOf('CHANGELOG.md').split('\n')).toContain(`## ${version}`);
	});
});

describe.each(forms)('%s', (file) => {
	const { name, description, body } = parse(textOf(file)) as Form;

	it('is a form that GitHub shows', () => {
		expect([typeof name, typeof description]).toEqual(['string', 'string']);
		const asked = body.filter(({ type }) => type !== 'markdown');
		expect(asked.length).toBeGreaterThan(0);
		for (const { type, attributes } of asked) {
			expect(['input', 'textarea', 'dropdown', 'checkboxes']).toContain(type);
			expect(attributes.label).toEqual(expect.any(String));
		}
		expect(new Set(asked.map(({ id }) => id)).size).toBe(asked.length);
	});
});
