/** A step of the lesson, which is a sample and the view that shows its point. */
export interface LessonStep {
  readonly title: string;
  /** What is to be seen on the sample, measured on the built-in model. Words of the text stand in quotation marks. */
  readonly says: string;
  /** The same of a text that nobody measured. */
  readonly ownSays: string;
}

/** In the order of the walkthrough, whose steps have these titles. */
export const LESSON = {
  attention: {
    title: 'What attention is',
    says: 'Who was tired? In layer 5, head 11, “it” attends to “cat”, not to “mat”.',
    ownSays: 'Point at a word. In layer 5, head 11, its update draws most from the word that lights up most.',
  },
  he: {
    title: 'Who is “he”?',
    says: 'Who is “he”? The Reference lens says “Alice”; layer 5, head 3 says “Bob”. Heads disagree.',
    ownSays: 'Point at a pronoun: the Reference lens often goes to the name that it stands for. Then choose another head, and ask again.',
  },
  france: {
    title: 'Near is not the same as attended',
    says: 'Near and attended are two things: by its embedding “it” is nearest to “I”, and it attends to “France”.',
    ownSays: 'Point at a word: the strips show which words its embedding is near, and which it attends to. Seldom they are the same.',
  },
  bank: {
    title: 'From static to contextual',
    says: 'Which “bank”? Colours show which words its vector has come to resemble, layer by layer. Compare with its word embedding.',
    ownSays:
      'Colours show which words the vector of a word has come to resemble after half of the layers. Compare with its word embedding.',
  },
  sameWord: {
    title: 'One word, four places',
    says: 'Four banks, one word embedding. After three layers money and river have come apart.',
    ownSays: 'Each place of the word has the same word embedding. Move the slider: how far apart do the layers take them?',
  },
  heads: {
    title: 'Many heads, many jobs',
    says: 'One word, two jobs: through Verb and Object “it” draws from “burned”, through Reference from “letter”. Choose another lens.',
    ownSays: 'A lens is a set of heads with a measured job. Point at a word, and look at it through one lens after the other.',
  },
} as const satisfies Readonly<Record<string, LessonStep>>;

export type LessonName = keyof typeof LESSON;
export const LESSON_STEPS = Object.keys(LESSON) as readonly LessonName[];

/** Where somebody is in the lesson. */
export interface LessonState {
  readonly step: LessonName;
  /** On a sentence of their own, not on the sample. */
  readonly isOwn: boolean;
  /** Address of the step's text. */
  readonly uri: string;
  /** Another text is shown by now. */
  readonly isElsewhere: boolean;
  /** Read by the model that what is said was measured on. */
  readonly isMeasured: boolean;
}

/** What the strip says. */
export function lessonSentence({ step, isOwn, isElsewhere, isMeasured }: LessonState): string {
  const { says, ownSays } = LESSON[step];
  if (isOwn || isElsewhere) return ownSays;
  return isMeasured
    ? says
    : `${ownSays} (The lesson’s numbers were measured on the built-in model; this one may see the sample differently.)`;
}

export function isSameLesson(a: LessonState | null, b: LessonState | null): boolean {
  if (a === null || b === null) return a === b;
  return a.step === b.step && a.uri === b.uri && a.isOwn === b.isOwn && a.isElsewhere === b.isElsewhere && a.isMeasured === b.isMeasured;
}
