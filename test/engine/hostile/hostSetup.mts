import { openSetup, type Setup } from '../setup.mts';
import { openHostileServer, type HostileServer } from './server.mts';

/** A setup whose files are kept on disk, and a host beside Ango Hub; closing the setup closes both. */
export async function openHostSetup(): Promise<{ setup: Setup; host: HostileServer }> {
	const setup = await openSetup({ binaryMode: 'filesystem' });
	const host = await openHostileServer();
	const close = async () => {
		await setup.close();
		await host.close();
	};
	return { setup: { ...setup, close }, host };
}
