import type { HubCore } from './core.mts';
import type { Answer, Project, Stage, Task } from './types.mts';
import type { OpenObject } from './validate.mts';

/** The Label and Plugin stages that belong to a Consensus stage (contract 4.4). */
export const consensusChildren = (project: Project, stage: Stage): Stage[] =>
	project.stages.filter((child) => child.consensusId === stage.id && child.id !== stage.id);

export function copiesOf(core: HubCore, parent: Task): Task[] {
	return core.state
		.asset(parent.asset)
		.taskIds.map((taskId) => core.state.task(taskId))
		.filter((task) => task.consensusParent === parent._id);
}

/** What annotators agree or differ on: everything an item says except ids and bookkeeping. */
function contentBySchema(answer: Answer): Map<string, string> {
	const contents = new Map<string, string[]>();
	for (const item of [...answer.tools, ...answer.classifications, ...answer.relations]) {
		const key = String(item.schemaId ?? item.title);
		const { objectId: _objectId, metadata: _metadata, ...content } = item;
		contents.set(key, [...(contents.get(key) ?? []), JSON.stringify(content)]);
	}
	return new Map([...contents].map(([key, list]) => [key, list.sort().join('\n')]));
}

function thresholdOf(stage: Stage, schemaId: string): number {
	const config = stage.consensusConfig as { threshold?: OpenObject } | undefined;
	const value = config?.threshold?.[schemaId];
	return typeof value === 'number' ? value : 100;
}

export interface Agreement {
	agreed: boolean;
	average: number;
	detailed: Record<string, number>;
	best: Task;
}

/**
 * Compares the copies pair by pair. The contract gives no measure: here it is the percentage of
 * pairs that say the same for a label set entry, and the threshold of an entry is 100 by default.
 */
export function agreementOf(stage: Stage, copies: Task[]): Agreement {
	const contents = copies.map((copy) => contentBySchema(copy.answer));
	const schemaIds = new Set(contents.flatMap((content) => [...content.keys()]));
	const matches = copies.map(() => 0);
	const detailed: Record<string, number> = {};
	for (const schemaId of schemaIds) {
		let pairs = 0;
		let same = 0;
		for (let left = 0; left < copies.length; left += 1) {
			for (let right = left + 1; right < copies.length; right += 1) {
				pairs += 1;
				if (contents[left].get(schemaId) !== contents[right].get(schemaId)) continue;
				same += 1;
				matches[left] += 1;
				matches[right] += 1;
			}
		}
		detailed[schemaId] = pairs === 0 ? 100 : (same / pairs) * 100;
	}
	const scores = Object.entries(detailed);
	const sum = scores.reduce((total, [, score]) => total + score, 0);
	return {
		agreed: scores.every(([schemaId, score]) => score >= thresholdOf(stage, schemaId)),
		average: scores.length === 0 ? 100 : sum / scores.length,
		detailed,
		best: copies[matches.indexOf(Math.max(...matches))],
	};
}
