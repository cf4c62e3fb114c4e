/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.io.OutputStream;

/** Forgets what is written and knows how much it was. */
final class CountingSink extends OutputStream {
    private long count;

    @Override
    public void write(int value) {
        count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        count += length;
    }

    long count() {
        return count;
    }
}
