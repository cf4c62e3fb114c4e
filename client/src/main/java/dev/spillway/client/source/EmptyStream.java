/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.source;

import java.time.Duration;

/** The content of an empty file. */
record EmptyStream(FileFacts facts, Duration responseTime) implements RangeStream {
    @Override
    public long end() {
        return 0;
    }

    @Override
    public boolean isDelimited() {
        return true;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        return -1;
    }

    @Override
    public void abort() {}

    @Override
    public void close() {}
}
