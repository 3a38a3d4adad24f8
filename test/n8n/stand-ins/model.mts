import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { close, listen, readBody, send } from '../../local-hub/http.mts';

const MAX_BYTES = 1024 ** 2;

/** What a model says of a file: an answer, or a box. */
type Prediction =
	| { label: string; score: number }
	| { name: string; confidence: number; box: { x1: number; y1: number; x2: number; y2: number } };

/** All that a detector says of a file, as torchvision has it: corners, scores and names. */
interface Boxes {
	boxes: number[][];
	scores: number[];
	labels: string[];
}

/**
 * A stand-in for a server with an image model: takes the bytes of an image and gives a list. Of a
 * classifier these are labels with their scores, the best one first, as the inference API of Hugging
 * Face has them; of a detector they are boxes as Ultralytics has them, or lists of numbers.
 */
export class ModelStandIn {
	readonly token = randomBytes(20).toString('hex');
	/** Predictions by the content of a file; others make the model fail. */
	readonly predictions = new Map<string, Prediction[] | Boxes>();
	/** Contents that the model was asked about, in order. */
	readonly asked: string[] = [];
	#server: Server | undefined;
	url = '';

	async start(): Promise<void> {
		const { server, url } = await listen(0, async (request, response) => {
			const answer = (status: number, body: unknown) =>
				send(response, status, { 'content-type': 'application/json' }, JSON.stringify(body));
			const content = (await readBody(request, MAX_BYTES)).toString();
			const { authorization, 'content-type': type = '' } = request.headers;
			if (request.method !== 'POST') return answer(405, { error: 'Method not allowed' });
			if (authorization !== `Bearer ${this.token}`) {
				return answer(401, { error: 'Invalid credentials in Authorization header' });
			}
			if (!type.startsWith('image/')) return answer(400, { error: `No image but ${type}` });
			this.asked.push(content);
			const predictions = this.predictions.get(content);
			return predictions ? answer(200, predictions) : answer(500, { error: 'Inference failed' });
		});
		this.#server = server;
		this.url = url;
	}

	async stop(): Promise<void> {
		if (this.#server) await close(this.#server);
	}
}
