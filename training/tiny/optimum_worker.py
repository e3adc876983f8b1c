"""Run by another python, with optimum-onnx: exports what it is told, one JSON line each ([source, task, target]), so that it is imported once."""

import json
import sys

from optimum.exporters.onnx import main_export

for line in sys.stdin:
    source, task, target = json.loads(line)
    answer = {}
    try:
        main_export(source, output=target, task=task, do_validation=False)
    except BaseException as error:  # what the exporter cannot do is an answer
        answer = {"error": (str(error).strip().splitlines() or [repr(error)])[-1]}
    print("answer " + json.dumps(answer), flush=True)
