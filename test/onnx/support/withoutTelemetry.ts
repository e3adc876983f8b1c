// Imported before anything that loads onnxruntime's native library, which reads this once: see README, "Privacy".
process.env['ORT_DISABLE_TELEMETRY'] = '1';
