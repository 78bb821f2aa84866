/** People at their browsers: headless Chromium on the pages of the server. */
@NullMarked
package org.andiron.testsupport.browser;

import org.jspecify.annotations.NullMarked;
