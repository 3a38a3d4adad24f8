import { conversationsIn } from '../../nodes/AngoHub/resources/asset/conversations.ts';

const id = expect.stringMatching(/^[0-9a-f-]{36}$/);

describe('conversationsIn', () => {
	it('takes the messages of one chat, with roles or users', () => {
		const own = { id: 'm1', content: '', user: { id: 'u', role: 'user', name: 'Ada' }, at: 1 };
		expect(conversationsIn([{ role: 'user', content: 'Hello' }, own], 'Messages')).toEqual([
			{ messages: [{ id, content: 'Hello', user: { id: 'user', role: 'user' } }, own] },
		]);
	});

	it('takes one chat, and a list of chats, with what else they have', () => {
		const chat = { topic: 'greeting', messages: [{ role: 'user', content: 'Hi' }] };
		const made = { topic: 'greeting', messages: [expect.objectContaining({ content: 'Hi', id })] };
		expect(conversationsIn(chat, 'Messages')).toEqual([made]);
		expect(conversationsIn([chat, chat], 'Messages')).toEqual([made, made]);
	});

	it('gives each message an id of its own', () => {
		const [{ messages }] = conversationsIn(
			Array.from({ length: 50 }, () => ({ role: 'user', content: '' })),
			'Messages',
		);
		expect(new Set((messages as Array<{ id: string }>).map((message) => message.id)).size).toBe(50);
	});

	it.each([
		['no text beside a call of a tool', null, ''],
		[
			'several parts',
			[
				{ type: 'text', text: 'a' },
				{ type: 'text', text: 'b' },
			],
			'a\nb',
		],
	])('takes %s', (_case, content, text) => {
		const [{ messages }] = conversationsIn(
			[{ role: 'assistant', content, tool_calls: [1] }],
			'Messages',
		);
		expect(messages).toEqual([
			{ id, content: text, tool_calls: [1], user: { id: 'assistant', role: 'assistant' } },
		]);
	});

	const chat = { messages: [{ role: 'user', content: 'x' }] };

	it.each([
		[[], "There are no messages in 'Messages'"],
		[undefined, "There are no messages in 'Messages'"],
		['Hello', "There are no messages in 'Messages'"],
		[{ messages: [] }, "There are no messages in 'Messages'"],
		[[chat, { messages: 1 }], "There are no messages in chat 2 of 'Messages'"],
		[[{ role: 'user', content: [{ type: 'image' }] }], 'has no text in "content"'],
		[[{ role: 'user' }], `Message 1 of 'Messages' has no text in "content"`],
		[[{ content: 'x' }], `Message 1 of 'Messages' has no "role"`],
		[[{ role: 'user', content: 'x' }, null], `Message 2 of 'Messages' has no text in "content"`],
		[Array(10_001).fill(chat), "'Messages' has 10001 chats"],
	])('says what is wrong with %#', (value, message) => {
		expect(() => conversationsIn(value, 'Messages')).toThrow(message);
	});
});
