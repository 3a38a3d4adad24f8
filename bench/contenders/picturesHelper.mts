/** What n8n lets any node do: nothing but the pictures, with the request helpers of its nodes. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { PassThrough } from '../../test/engine/harness/index.mts';
import { contend, measured } from '../frame/contend.mts';
import { benchEngine } from '../frame/engine.mts';
import { failuresOf } from '../frame/files.mts';
import { fetchPictures, type PicturesJob } from '../frame/pictures.mts';

contend(async (job: PicturesJob) => {
	class Loop extends PassThrough {
		description = { ...new PassThrough().description, credentials: [{ name: 'angoHubApi' }] };

		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const data = await this.getCredentials('angoHubApi');
			const credential = { id: '', name: 'angoHubApi', type: 'angoHubApi', data };
			await fetchPictures(job, {
				link: async (qs) => {
					const request = { url: `${job.hub.url}/v2/getSignedUrl`, qs, json: true };
					const answer = await this.helpers.httpRequestWithAuthentication.call(
						this,
						'angoHubApi',
						request,
						{ credentialsDecrypted: credential },
					);
					return answer.data.signedUrl;
				},
				open: async (url) => await this.helpers.httpRequest({ url, encoding: 'stream' }),
			});
			return [this.getInputData()];
		}
	}
	const engine = await benchEngine(job.hub, { loop: Loop });
	const { result, ...figures } = await measured(
		async () =>
			await engine.run({
				node: { type: 'loop', credentials: { angoHubApi: { id: 'angoHubApi', name: 'x' } } },
			}),
	);
	await engine.dispose();
	failuresOf(result);
	return figures;
});
