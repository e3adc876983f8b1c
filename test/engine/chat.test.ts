import { describe, expect, test } from 'vitest';
import { Tokenizer as RustTokenizer } from 'tokenizers';
import { groupWords } from '../../src/core/text/words.ts';
import { encodeMessage, writeMessage } from '../../src/engine/chat/chatMessage.ts';
import { findChatTemplate, type ChatTemplate } from '../../src/engine/chat/chatTemplate.ts';
import { loadTokenizer } from '../../src/tokenizer/tokenizer.ts';
import { tokenizerFixture } from '../support/tokenizerFixture.ts';

const CHAT_ML =
  "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system\nYou are helpful.<|im_end|>\n' }}{% endif %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";
const LLAMA_2 =
  "{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Roles must alternate') }}{% endif %}{{ bos_token + '[INST] ' + message['content'].strip() + ' [/INST]' }}{% endfor %}";
const GEMMA =
  "{{ bos_token }}{% for message in messages %}{{ '<start_of_turn>' + message['role'] + '\n' + message['content'] | trim + '<end_of_turn>\n' }}{% endfor %}{% if add_generation_prompt %}{{'<start_of_turn>model\n'}}{% endif %}";

const template = (source: string, bos = '<s>'): ChatTemplate => ({ source, tokens: { bos_token: bos } });

describe('what a template puts around a message', () => {
  test('ChatML: a system message before, the beginning of the answer behind', () => {
    const { text, start, end, trimmed } = writeMessage(template(CHAT_ML), ' Hi there ');
    expect(text).toBe('<|im_start|>system\nYou are helpful.<|im_end|>\n<|im_start|>user\n Hi there <|im_end|>\n<|im_start|>assistant\n');
    expect([text.slice(start, end), trimmed]).toEqual([' Hi there ', 0]);
  });

  test.each([
    ['Llama 2 strips both ends', LLAMA_2, '<s>[INST] Hi there [/INST]'],
    ['Gemma trims with a filter', GEMMA, '<s><start_of_turn>user\nHi there<end_of_turn>\n<start_of_turn>model\n'],
  ])('%s: the message is found where it is', (_, source, written) => {
    const { text, start, end, trimmed } = writeMessage(template(source), '  Hi there\n');
    expect(text).toBe(written);
    expect([text.slice(start, end), trimmed]).toEqual(['Hi there', 2]);
  });

  test('a message that repeats what stands around it', () => {
    const message = '[INST] Hi [/INST] [INST]';
    const { text, start, end } = writeMessage(template(LLAMA_2), message);
    expect(text.slice(start, end)).toBe(message);
  });

  test('a template may ask for the day: it is always the same one', () => {
    const days = "{{ strftime_now('%d %B %Y, %A') }} {{ date_string }} {{ messages[0].content }}";
    expect(writeMessage(template(days), 'Hi').text).toBe('26 July 2024, Friday 26 Jul 2024 Hi');
  });

  test('a message of a million characters is written', () => {
    const long = 'The café, it rained. '.repeat(50_000);
    expect(writeMessage(template(GEMMA), long).text.length).toBe(long.length + 57);
  });

  const LISTS = '{% set l = range(9000) %}{% for i in l %}{% for j in l %}{% endfor %}{% endfor %}';
  test.each([
    ['refuses', "{{ raise_exception('Only one user') }}", 'It says: Only one user.'],
    ['leaves the message out', 'Hello', 'It does not write a message once, as it is.'],
    ['writes it twice', '{{ messages[0].content + messages[0].content }}', 'It does not write a message once, as it is.'],
    ['changes it', '{{ messages[0].content | upper }}', 'It changes this message.'],
    ['is no Jinja', '{% for %}', 'It says: '],
    ['counts without end', '{% for i in range(1000000000) %}{% endfor %}', 'It makes a list that is far too long.'],
    ['counts in circles', '{% for i in range(9000) %}{% for j in range(9000) %}{% endfor %}{% endfor %}', 'It takes more steps than'],
    ['goes through one list in circles', LISTS, 'It takes more steps than'],
    ['doubles a text', `{% set n = namespace(s='x') %}{% for i in range(60) %}{% set n.s = n.s ~ n.s %}{% endfor %}`, 'far too long'],
    [
      'doubles a list',
      '{% set n = namespace(s=[1]) %}{% for i in range(60) %}{% set n.s = n.s + n.s %}{% endfor %}',
      'It takes more steps than',
    ],
    ['calls itself', '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}', 'It says: '],
    [
      'holds lists of lists of lists',
      `{% set a = ['x'] %}${'{% set a = [a, a, a, a, a, a, a, a, a, a] %}'.repeat(9)}{{ a | tojson }}`,
      'far too long',
    ],
    ['is mostly white space', `${' '.repeat(200_000)}{{ messages[0].content }}`, 'white space'],
    ['writes very many spaces', "{{ 'a\nb' | indent(4000000) }}", 'far too long'],
    ['puts a book around it', '{{ messages[0].content }}{% for i in range(9000) %}xxxxxxxxxx{% endfor %}', 'It puts too much text'],
  ])('a template that %s is turned down', (_, source, cause) => {
    let message = '';
    try {
      writeMessage(template(source), 'Hello there');
    } catch (error) {
      ({ message } = error as Error);
    }
    expect(message).toContain(cause);
    expect(message).toContain('Explore Selection');
  });
});

describe('tokens', () => {
  test.each([
    ['smollm2', CHAT_ML, '<|endoftext|>', ['system', 'helpful', 'user', 'assistant']],
    ['qwen2', CHAT_ML, '', ['system', 'helpful', 'user', 'assistant']],
    ['llama2', LLAMA_2, '<s>', ['INST']],
    ['gemma', GEMMA, '<bos>', ['user', 'model']],
  ])(
    "%s: ids are the official library's, the message alone has spans, and they are those in the message",
    (family, source, bos, around) => {
      const file = tokenizerFixture(family);
      const tokenizer = loadTokenizer(file);
      const message = ' The café, it was raining…\n  and 🙂 it rained. ';
      const chat = template(source, bos);
      const { tokens, wordIds, typeIds, sequenceIds } = encodeMessage(tokenizer, chat, message);
      const written = writeMessage(chat, message);
      const reference = RustTokenizer.fromString(file);
      return reference.encode(written.text, null, { addSpecialTokens: false }).then(encoding => {
        expect(tokens.map(token => token.id)).toEqual(encoding.getIds());
        const inside = tokens.filter(token => token.start >= 0);
        expect(inside.every(({ start, end }) => start <= end && end <= message.length)).toBe(true);
        expect(message.slice(inside[0]!.start, inside.at(-1)!.end).trim()).toBe(message.trim());
        expect(inside.map(token => token.start)).toEqual(inside.map(token => token.start).toSorted((a, b) => a - b));
        const outside = tokens.filter(token => token.start < 0);
        expect(outside.length).toBeGreaterThan(3);
        expect(outside.every(token => token.special)).toBe(true);
        // What the template writes is called by what is written, not by the vocabulary's marks.
        const labels = groupWords(message, tokens).map(({ label }) => label);
        expect(labels.filter(label => /[\u0120\u010a\u2581]/u.test(label))).toEqual([]);
        // Its words are words, however many tokens they are; tokens of the model's own are no text.
        const special = groupWords(message, tokens).filter(unit => unit.special);
        expect(special.map(({ label }) => label)).toEqual(expect.arrayContaining(around));
        expect(special.every(({ start }) => start < 0)).toBe(true);
        if (source === CHAT_ML) expect(special.filter(({ label }) => label === '<|im_start|>').length).toBe(3);
        expect([wordIds.length, typeIds.length, sequenceIds.length]).toEqual([tokens.length, tokens.length, tokens.length]);
        const answer = 'Yes: the café… it did.';
        const conversation = `${message}\n\n${answer}`;
        const both = encodeMessage(tokenizer, chat, message, { text: answer, start: message.length + 2 });
        return reference.encode(written.text + answer, null, { addSpecialTokens: false }).then(whole => {
          expect(both.tokens.map(token => token.id)).toEqual(whole.getIds());
          const answered = both.tokens.filter(token => token.start >= message.length + 2);
          expect(conversation.slice(answered[0]!.start, answered.at(-1)!.end)).toBe(answer);
          const asked = both.tokens.filter(token => token.start >= 0 && token.start < message.length);
          expect(asked.map(({ start, end }) => [start, end])).toEqual(inside.map(({ start, end }) => [start, end]));
          // The template's words between the two are none of either.
          expect(both.tokens.length - answered.length - asked.length).toBe(outside.length);
        });
      });
    },
  );
});

describe('where a template is found', () => {
  const config = (chat: unknown, more: object = {}) => JSON.stringify({ chat_template: chat, ...more });
  test('a file of its own before the configuration, whose tokens it may name', () => {
    const tokenizerConfig = config('old', { bos_token: { content: '<s>' }, eos_token: '</s>', pad_token: null });
    expect(findChatTemplate({ jinja: 'new', tokenizerConfig })).toEqual({ source: 'new', tokens: { bos_token: '<s>', eos_token: '</s>' } });
    expect(findChatTemplate({ jinja: null, tokenizerConfig })?.source).toBe('old');
  });

  test('of several named ones the default', () => {
    const named = [
      { name: 'tool_use', template: 'tools' },
      { name: 'default', template: 'plain' },
    ];
    expect(findChatTemplate({ jinja: null, tokenizerConfig: config(named) })?.source).toBe('plain');
  });

  test.each([
    ['no files', null],
    ['no template', '{}'],
    ['a number', config(7)],
    ['white space', config(' ')],
    ['no JSON', '{'],
    ['more than any has', config('x'.repeat(300_000))],
  ])('%s: none', (_, tokenizerConfig) => {
    expect(findChatTemplate({ jinja: null, tokenizerConfig })).toBeNull();
  });
});
