/** The floor: nothing but the pictures, with Node's `http` and connections that are kept. */
import { bareCall, bareRequest } from '../frame/bareHttp.mts';
import { contend, measured } from '../frame/contend.mts';
import { fetchPictures, type PicturesJob } from '../frame/pictures.mts';

contend(async (job: PicturesJob) => {
	const { result: _none, ...figures } = await measured(
		async () =>
			await fetchPictures(job, {
				link: async (query) => {
					const path = `/v2/getSignedUrl?${new URLSearchParams(query)}`;
					return (await bareCall<{ signedUrl: string }>(job.hub, path)).signedUrl;
				},
				open: bareRequest,
			}),
	);
	return figures;
});
