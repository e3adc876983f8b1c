/** A step of the lesson, which is a sample and the view that shows its point. */
export interface LessonStep {
  readonly title: string;
  /** The sample. */
  readonly text: string;
  /** What is to be seen on the sample, measured on the built-in model. Words of the text stand in quotation marks. */
  readonly says: string;
  /** The same of a text that nobody measured. */
  readonly ownSays: string;
}

/** In the order of the walkthrough, whose steps have these titles. */
export const LESSON = {
  attention: {
    title: 'What attention is',
    text: 'The cat sat on the mat because it was tired.',
    says: 'Who was tired? In layer 5, head 11, “it” attends to “cat”, not to “mat”.',
    ownSays: 'Point at a word. In layer 5, head 11, its update draws most from the word that lights up most.',
  },
  he: {
    title: 'Who is “he”?',
    text: 'Alice gave Bob a book because he wanted to learn.',
    says: 'Who is “he”? The Reference lens says “Alice”; layer 5, head 3 says “Bob”. Heads disagree.',
    ownSays: 'Point at a pronoun: the Reference lens often goes to the name that it stands for. Then choose another head, and ask again.',
  },
  france: {
    title: 'Near is not the same as attended',
    text: 'I visited France last summer because it has wonderful food.',
    says: 'Near and attended are two things: by its embedding “it” is nearest to “I”, and it attends to “France”.',
    ownSays: 'Point at a word: the strips show which words its embedding is near, and which it attends to. Seldom they are the same.',
  },
  bank: {
    title: 'From static to contextual',
    // Two lines, so that it can be read beside the panel.
    text: 'The bank refused to lend the company more money\nbecause its credit was poor.',
    says: 'Which “bank”? Colours show which words its vector has come to resemble, layer by layer. Compare with its word embedding.',
    ownSays:
      'Colours show which words the vector of a word has come to resemble after half of the layers. Compare with its word embedding.',
  },
  sameWord: {
    title: 'One word, four places',
    text: [
      'The bank refused to lend the company more money.',
      'She opened a savings account at the bank in town.',
      'We sat on the grassy bank and watched the river.',
      'The boat drifted towards the muddy bank of the stream.',
      '',
    ].join('\n'),
    says: 'Four banks, one word embedding. After three layers money and river have come apart.',
    ownSays: 'Each place of the word has the same word embedding. Move the slider: how far apart do the layers take them?',
  },
  heads: {
    title: 'Many heads, many jobs',
    text: 'She read the letter twice and burned it.',
    says: 'One word, two jobs: through Verb and Object “it” draws from “burned”, through Reference from “letter”. Choose another lens.',
    ownSays: 'A lens is a set of heads with a measured job. Point at a word, and look at it through one lens after the other.',
  },
  twoTexts: {
    title: 'Two texts',
    text: 'Alice gave Bob a book about France.\n\nBob got a book on France from Alice.',
    says: 'Read as a pair by the built-in model: “Alice” looks at “Alice”, 0.85 in layer 2, head 9. Choose a model that translates (T5, Marian) for a translation.',
    ownSays: 'Point at a word of one text: the words of the other that it reads, or that read it, light up there.',
  },
} as const satisfies Readonly<Record<string, LessonStep>>;

/** The same step in a model that translates: any may be chosen, so no number of it is claimed. */
export const TRANSLATION = {
  text: 'The cat is on the mat.\n\nLe chat est sur le tapis.',
  says: 'A translation and its source, in a model that translates. Point at “chat”: what it reads of the source lights up there. Some heads follow the words from text to text.',
} as const;

export type LessonName = keyof typeof LESSON;
export const LESSON_STEPS = Object.keys(LESSON) as readonly LessonName[];

/** What a step of the lesson is looked at on: its sample, read by the model that what is said was measured on, or by another one, a translation, or another text. */
export type LessonView = 'sample' | 'translation' | 'otherModel' | 'otherText';

/** What the strip says. */
export function lessonSentence(step: LessonName, on: LessonView): string {
  const { says, ownSays } = LESSON[step];
  switch (on) {
    case 'sample':
      return says;
    case 'translation':
      return TRANSLATION.says;
    case 'otherModel':
      return `${ownSays} (The lesson’s numbers were measured on the built-in model; this one may see the sample differently.)`;
    case 'otherText':
      return ownSays;
  }
}
