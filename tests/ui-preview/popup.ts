// Draws the popup from a sample summary.

import './chrome';
import '../../extension/popup/index';
