interface DataYaml {
	/** Folders of the pictures for validation and tests. */
	val: string;
	test?: string;
	/** Classes in their order. */
	names: readonly string[];
	/** Titles of keypoints in their order, for poses. */
	keypoints?: readonly string[];
}

/**
 * What Ultralytics reads about a dataset. It has no `path`: without one, folders are those beside the
 * file; a relative one would be looked for in other places.
 */
export function dataYaml({ val, test, names, keypoints }: DataYaml): string {
	const lines = ['train: images/train', `val: ${val}`];
	if (test) lines.push(`test: ${test}`);
	lines.push(`nc: ${names.length}`, names.length > 0 ? 'names:' : 'names: {}', ...listed(names));
	if (keypoints) {
		lines.push(`kpt_shape: [${keypoints.length}, 3]`, 'kpt_names:', '  0:');
		lines.push(...keypoints.map((title) => `    - ${quoted(title)}`));
	}
	return `${lines.join('\n')}\n`;
}

function listed(names: readonly string[]): string[] {
	return names.map((name, index) => `  ${index}: ${quoted(name)}`);
}

/** A text that no reader takes for a number, a boolean or anything but a text. */
function quoted(text: string): string {
	const escaped = text.replace(/["\\\p{Cc}\u2028\u2029\ufeff\ufffe\uffff\p{Cs}]/gu, (character) => {
		switch (character) {
			case '"':
				return '\\"';
			case '\\':
				return '\\\\';
			case '\n':
				return '\\n';
			case '\t':
				return '\\t';
			default:
				return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
		}
	});
	return `"${escaped}"`;
}
