import { batchOperation } from '../../operation';
import { convertToFields } from './fields';
import { convertAll } from './run';

export const convertTo = batchOperation({
	name: 'Convert To Training Format',
	action: 'Convert labels to training format',
	description:
		'Turn the labels of tasks into a dataset such as COCO, YOLO or Pascal VOC. For AI agents, use the output Items.',
	fields: convertToFields,
	plan: (entry) => entry,
	runAll: convertAll,
});
