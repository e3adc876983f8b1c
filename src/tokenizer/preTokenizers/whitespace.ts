import { matching } from '../pattern/read.ts';
import { isWhitespace } from '../unicode.ts';
import type { PreTokenizer } from './preTokenizer.ts';
import { characters, splitter } from './split.ts';

/** `\w+|[^\w\s]+` in the sense of Rust's `regex`. */
const WORDS = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]+|[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}\p{White_Space}]+/gu;

/** Words, and what is neither word nor white space. */
export const WHITESPACE: PreTokenizer = splitter(matching(WORDS), 'Removed', true);

/** What is between white space. */
export const WHITESPACE_SPLIT: PreTokenizer = splitter(characters(isWhitespace), 'Removed');
