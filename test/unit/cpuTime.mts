/** Milliseconds of processor time so far: unlike those by the clock, they don't grow on a busy machine. */
export function cpuMs(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}
