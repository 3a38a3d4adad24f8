import { runInNewContext } from 'node:vm';
import { planImport } from '../../../nodes/AngoHub/resources/asset/importFromCloud.ts';
import { embeddedText, nameFor } from '../../../nodes/AngoHub/resources/asset/adding/uploadFile.ts';
import { fillTemplate } from '../../../nodes/AngoHub/resources/asset/fillTemplate.ts';
import { optionLines, treeLines } from '../../../nodes/AngoHub/resources/labelSet/lines.ts';
import { emailsIn } from '../../../nodes/shared/fields/emails.ts';
import { readPayload } from '../../../nodes/AngoHubTrigger/payload.ts';
import { refusal } from '../../../nodes/AngoHubTrigger/verify.ts';
import { reasonIn } from '../../../nodes/shared/hub/http/reasons.ts';
import { progressIn } from '../../../nodes/shared/hub/labels.ts';
import { Breather } from '../../../nodes/shared/util/breather.ts';
import { suggestion } from '../../../nodes/shared/util/nearest.ts';
import { checkedUrl } from '../../../nodes/shared/formats/urls.ts';
import { placeholdersIn } from '../../../nodes/shared/hub/templates.ts';

const LENGTH = 500_000;
/** So long that only work that grows faster than its input takes it: minutes to hours at this length. */
const PATIENCE_MS = 20_000;

/** Runs work in one go and stops it when it does not end; a timeout of Jest could not. */
function isStopped(work: () => unknown, timeout = PATIENCE_MS): boolean {
	try {
		runInNewContext('work()', { work }, { timeout });
		return false;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
	}
}

/** About so many characters of a text that comes again and again. */
const many = (text: string) => text.repeat(Math.ceil(LENGTH / text.length));
const template = (html: string) =>
	fillTemplate(
		{ template: html, dataConfig: { text: { type: 'text', includeInExport: true } } },
		{ text: 'x' },
		[{ schemaId: 'one', title: 'One', tool: 'radio' } as never],
	);
const importedUrls = (urls: string) => {
	const params = { content: 'urls', project: 'p', urls, answers: {}, options: {} } as never;
	const context = { params, json: {}, files: {} as never, hub: {} as never };
	planImport({ ...context, breather: new Breather() }).catch(() => {});
};

describe('Long texts that are made to take for ever', () => {
	const spaces = `a${many(' ')}b`;
	it.each<[string, () => unknown]>([
		['an answer of "less than"', () => reasonIn(many('<'))],
		['an answer of open tags', () => reasonIn({ message: many('<style>') })],
		['an answer in XML', () => reasonIn(`<Error>${many('<Message>')}`)],
		['an answer with two open ends', () => reasonIn(many('<Error><Message>'))],
		['an answer of spaces', () => reasonIn({ error: spaces })],
		['a text to embed', () => embeddedText(spaces)],
		['URLs on lines', () => importedUrls(spaces)],
		['a URL', () => checkedUrl(`https://host/${many('/')}`, 'URL')],
		['a file name of dots', () => nameFor({ fileName: many('a.') }, { checkType: true })],
		['a file name', () => nameFor({ fileName: `${many('.a')}!` }, { checkType: true })],
		['a name that is not known', () => suggestion(many('ab'), [many('ba'), 'Cat'], 'none')],
		['answers on lines', () => optionLines(`${many('a [id:')}`)],
		['a path of answers', () => treeLines(spaces)],
		['email addresses', () => emailsIn(many('a@'), 'Emails')],
		['open comments in a template', () => template(many('<!--'))],
		['open tags in a template', () => template(many('<a '))],
		['open quotes in a template', () => template(many('<a "\''))],
		['an open tag with many attributes', () => template(`<a ${many('b=c ')}`)],
		['one long attribute', () => template(`<a ${many('b')}>`)],
		['open scripts in a template', () => template(many('<script'))],
		['the progress of an import', () => progressIn(many('1'))],
		['an open placeholder', () => template(`{{${many(' ')}x`)],
		['an open placeholder with words', () => template(`{{x${many(' ')}y ${many('z ')}`)],
		['placeholders', () => placeholdersIn(`{{${many(' ')}x`)],
		['elements around placeholders', () => template(many('<b>{{ '))],
		['a delivery', () => readPayload(Buffer.from(`{"task":"${many(' ')}"`), 'stage')],
		[
			'a bearer token',
			() =>
				refusal(
					{ type: 'bearer', value: 'x' },
					{ authorization: `bearer${many(' ')}` },
					Buffer.alloc(0),
				),
		],
	])('%s is worked through', (_, work) => {
		expect(isStopped(work)).toBe(false);
	});

	it('work that does not end is noticed', () => {
		expect(isStopped(() => /(a+)+$/.test(`${'a'.repeat(60)}!`), 100)).toBe(true);
	});
});
