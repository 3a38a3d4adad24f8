import { chain, node, to, TRIGGER, type WorkflowFile } from './workflows.mts';

const LABELS = 'n8n-nodes-ango-hub.angoHubLabels';

/** A workflow that compares two boxes of Ada with one of Bob, each by an input of its own. */
export function twoSides(): WorkflowFile {
	const compare = node('Compare', LABELS, { operation: 'compare', sides: 'secondInput' });
	const workflow = chain('Two sides', labels('Ada', [10, 50]), compare);
	workflow.nodes.push({ ...labels('Bob', [11]), position: [220, 200] });
	workflow.connections[TRIGGER] = { main: [[to('Ada'), to('Bob')]] };
	workflow.connections.Bob = { main: [[{ ...to('Compare'), index: 1 }]] };
	return workflow;
}

/** A node that gives a picture with boxes that begin there. */
function labels(name: string, boxes: number[]) {
	const objects = boxes.map((x) => ({
		title: 'Cat',
		'bounding-box': { x, y: 10, width: 20, height: 20 },
	}));
	const json = JSON.stringify({ externalId: 'a.png', width: 100, height: 80, objects });
	const parameters = { mode: 'raw', jsonOutput: json, options: {} };
	return node(name, 'n8n-nodes-base.set', parameters, { typeVersion: 3.4 });
}
