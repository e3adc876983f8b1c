import { LESSON, LESSON_STEPS, lessonSentence, type LessonName, type LessonView } from '../../src/core/lesson.ts';
import { plain, quoted, type SentencePart } from '../../src/core/describe/sentence.ts';
import { CommandButton } from '../controls/Messages.tsx';
import { Glyph } from '../controls/Glyph.tsx';
import { Sentence } from '../controls/Sentence.tsx';
import type { Post } from '../host.ts';

/** The lesson above the bar: where it is, what is to be seen, and the way on. It covers nothing of what it explains. */
export function LessonStrip({ step: here, on, post }: { readonly step: LessonName; readonly on: LessonView; readonly post: Post }) {
  const at = LESSON_STEPS.indexOf(here);
  const isLast = at === LESSON_STEPS.length - 1;
  return (
    <section class="lesson" aria-label="Lesson">
      <div class="lesson-place">
        <span class="lesson-steps" aria-hidden="true">
          {LESSON_STEPS.map((step, index) => (
            <i class={index < at ? 'done' : index === at ? 'here' : ''} key={step} />
          ))}
        </span>
        <span class="lesson-title">
          {at + 1} of {LESSON_STEPS.length} · {LESSON[here].title}
        </span>
      </div>
      <p class="lesson-point" aria-live="polite">
        <Sentence parts={partsOf(lessonSentence(here, on))} />
      </p>
      <div class="lesson-buttons">
        <CommandButton command="lessonOwnSentence" look="link" post={post} />
        {at > 0 && <CommandButton command="lessonBack" look="button secondary" post={post} />}
        <CommandButton command={isLast ? 'lessonEnd' : 'lessonNext'} look="button" post={post} />
        <button
          type="button"
          class="lesson-end"
          aria-label="End the lesson"
          onClick={() => post({ type: 'command', command: 'lessonEnd' })}
        >
          <Glyph name="close" />
        </button>
      </div>
    </section>
  );
}

/** Words in quotation marks are words of the text. */
function partsOf(sentence: string): SentencePart[] {
  return sentence
    .split(/\u201c([^\u201d]*)\u201d/)
    .flatMap((text, index) => (text === '' ? [] : [index % 2 === 1 ? quoted(text) : plain(text)]));
}
