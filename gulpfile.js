const { rm } = require('node:fs/promises');
const { dest, src } = require('gulp');

/** Empties the build folder, so that nothing of an earlier build is published. */
exports.clean = () => rm('dist', { recursive: true, force: true });

/** Copies everything that n8n reads beside the compiled code; `tsc` writes only JavaScript. */
exports.assets = () =>
	src(['icons/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));
