const src = '1 + 1';
eval?.(src);
