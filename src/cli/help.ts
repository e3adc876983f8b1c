export const HELP = `attention-lens: see what a transformer attends to in a text, and what its vectors say, offline.

Usage
  attention-lens run [options] TEXT             attention
  attention-lens run [options] --batch IN.jsonl --output DIR
  attention-lens run --target TEXT|@FILE TEXT   two texts: from the target, the second, to the first
  attention-lens tokens [options] TEXT          what the tokenizer makes of it: ids, places, bytes
  attention-lens embed [options] TEXT           vectors: word embeddings and every hidden state
  attention-lens neighbours WORD [--top N]      nearest vocabulary entries by word embedding
  attention-lens compare --word W TEXT          the word's vectors in each of its places in the text
  attention-lens influence --word W TEXT        how far its vector moves without each other word
  attention-lens heads --from A --to B TEXT     which heads link two words, both ways
  attention-lens ground --source FILE --answer FILE   what an answer rests on in its source, by a decoder
  attention-lens inspect DIR [--variant NAME] [--measure] [--format text|json]

TEXT is one of
  --text TEXT       the text itself
  --file FILE       a text file in UTF-8, or in UTF-16 with its mark
  -                 standard input
  --batch IN.jsonl  for run: one {"id": "...", "text": "..."} per line; writes DIR/<id>.npz or .json

run looks through (default: the model's default lens)
  --lens ID         a lens of the model, e.g. reference
  --layer L         a layer, counted from 0: the mean of its heads
  --head H          with --layer: one head, counted from 0
  --mean            the mean of all heads
  --rollout         attention rolled out through all layers; with --layer: up to that layer
  --word WORD       the word to look from, e.g. it; the first one of that spelling
  --row WORD        only the attention of this word: also in long texts
  --max-tokens N    of a longer text the first N tokens are run
  --replace A=B     the text with the word A replaced by B beside it; [MASK] masks each of its tokens
  --chat            the text is a message: written as the model's chat template has it
  --hidden          with --format npz: the hidden states too

run, as a table (csv, tsv, markdown, latex), a picture (svg) or a page with all heads (html)
  --picture P       with svg: words (default), heads or text
  --table T         row (with --word), matrix or heads (of the word); default: row with a word, else matrix
  --colours C       with svg and html: print (default), dark or light
  --nth N           with --word: of the places where the word stands the N-th
  --by              what attends to the word, not what it attends to
  --sub-words       tokens, not words
  --hide-special    without special tokens
  --sinks S         hide or show (default: hide in a model with causal attention)

run and heads of two texts, in every kind of model
  --target TEXT     the second text itself, or @FILE; it looks at TEXT
  --back            the first looks at the second (not in decoders)
  --within W        each, first or second: what stays within the texts (not heads, npz)

run of two texts in an encoder-decoder (T5, BART, Marian, mBART; TEXT is the source)
  --generate N      written by the model itself, at most N tokens
  --kind KIND       cross (default), encoder or decoder attention, with --layer, --head, --mean
  --task NAME       a task that the model's files name, e.g. translation_en_to_fr
  --source-language CODE, --target-language CODE   e.g. en_XX or fra_Latn

neighbours, heads
  --top N           how many, 1 to 1000 (default: 10)

heads
  --from WORD       one end: a word, or several in a row, which count as one
  --to WORD         the other end

compare
  --context C       what each occurrence is read in: text (default) or its own sentence

influence
  --layer L         the hidden state: 0 before any layer, L after L layers (default: the middle)
  --mode M          how a word is taken away: mask (default) or omit

ground
  --source FILE, --answer FILE   what the answer was made from, and the answer; - is standard input
  --question TEXT   what was asked
  --remove          leave each marked sentence out and read again: what the answer loses
  --plain           one text behind the other, without the model's chat template

inspect
  --measure         how far the folder's other variants are from the most exact one, on a short text

All but inspect
  --model DIR       a folder with model.onnx and tokenizer.json (default: the built-in model)
  --variant NAME    of several model files in it, e.g. model_fp16 or q4 (default: the most exact one that fits)
  --format FORMAT   text (default) or json; run, tokens and embed also npz (default for --batch);
                    run, heads, influence, compare and neighbours also csv, tsv, markdown, latex;
                    run also svg, html, bertviz, circuitsvis
  --output PATH     a file, or for --batch a folder (default: standard output, or -)

All
  --time-limit S    seconds that loading, or one step of running, may take (default: 120)
  --memory-limit G  GiB that the model and its run may use (default: 60 % of the machine's)

  -h, --help        this text
  -V, --version     the version

Examples
  attention-lens run --text "I visited France because it has wonderful food." --word it --lens reference
  attention-lens run --text "The cat sat because it was tired." --word it --replace cat=dog
  attention-lens neighbours king --top 5
  attention-lens influence --text "The bank refused to lend her money." --word bank
  attention-lens heads --text "I visited France because it has wonderful food." --from it --to France
  attention-lens run --model ./opus-mt-en-fr --text "The cat sat." --target "Le chat est assis." --word chat
  attention-lens embed --file notes.txt --format npz --output notes.npz
  attention-lens inspect ./my-model

Exit status: 0 done, 1 failed while running, 2 bad arguments or text, 3 model or tokenizer missing,
4 damaged file, 5 unsupported model or a part it lacks, 130 cancelled.
`;
