/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a frame is, by the byte behind its length. Codes are never used anew. */
public enum FrameType {
    HELLO(1),
    REFUSED(2),
    OFFER(3),
    ACCEPTED(4),
    DECLINED(5),
    COMMIT(6),
    WITHDRAW(7),
    ENDED(8),
    RETURNING(9),
    RETURNED(10),
    ASK_STATS(11),
    STATS(12),
    LOG_FILE(13),
    RETIRE(14),
    RETIRING(15),
    CONTROL(16),
    DONE(17),
    ASK_DOWNLOADS(18),
    DOWNLOADS(19),
    SET_LIMITS(20);

    private static final Map<Integer, FrameType> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(FrameType::code, Function.identity()));

    private final int code;

    FrameType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static FrameType of(int code) throws WireException {
        FrameType type = BY_CODE.get(code);
        if (type == null) {
            throw new WireException("a frame of the unknown type " + code);
        }
        return type;
    }
}
