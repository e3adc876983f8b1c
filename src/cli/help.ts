export const HELP = `attention-lens: see what a transformer attends to in a text, offline.

Usage
  attention-lens run [options] (--text TEXT | --file FILE | -)
  attention-lens run [options] --batch IN.jsonl --output DIR
  attention-lens inspect DIR [--format text|json]

Text
  --text TEXT       the text itself
  --file FILE       a text file in UTF-8
  -                 standard input
  --batch IN.jsonl  one {"id": "...", "text": "..."} per line; writes DIR/<id>.npz or .json

Look through (default: the model's default lens)
  --lens ID         a lens of the model, e.g. reference
  --layer L         a layer, counted from 0: the mean of its heads
  --head H          with --layer: one head, counted from 0
  --mean            the mean of all heads
  --word WORD       the word to look from, e.g. it; the first one of that spelling

Model
  --model DIR       a folder with model.onnx and tokenizer.json (default: the built-in model)
  --hidden          with --format npz: the hidden states too

Output
  --format FORMAT   text (default), json, or npz (default for --batch)
  --output PATH     a file, or for --batch a folder (default: standard output)

  -h, --help        this text
  -V, --version     the version

Examples
  attention-lens run --text "I visited France because it has wonderful food." --word it --lens reference
  attention-lens run --file notes.txt --format json --output notes.json
  attention-lens inspect ./my-model

Exit status: 0 done, 1 failed while running, 2 bad arguments or text, 3 model or tokenizer missing,
4 damaged file, 5 unsupported model, 130 cancelled.
`;
