'use strict';

throw new Error('an install hook was run: nothing here may ever do that');
