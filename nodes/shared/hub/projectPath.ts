/** Where the calls about one project are; its id may come from an expression, so it is encoded. */
export function projectPath(projectId: string): string {
	return `/v2/project/${encodeURIComponent(projectId)}`;
}
