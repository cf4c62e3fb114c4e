/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.descriptor;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.IntConsumer;
import jnr.constants.platform.Errno;
import jnr.posix.CmsgHdr;
import jnr.posix.MsgHdr;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/**
 * Sends and receives bytes together with descriptors over a Unix domain socket, without waiting (unix(7), SCM_RIGHTS).
 * Native code is loaded with this class.
 *
 * <p>Descriptors travel with the first byte of their message, so the receiver has them no later than any byte that was sent
 * with or after them. The sender keeps its own; the receiver gets new ones, which no child process inherits.
 */
public final class MessageSocket {
    /** The most that the kernel takes in one message: SCM_MAX_FD in its net/scm.h. */
    public static final int MAX_DESCRIPTORS = 253;

    // Of Linux, the same on all of its processors.
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int MSG_CTRUNC = 0x8;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x4000_0000;

    private final POSIX posix = POSIXFactory.getNativePOSIX();
    private final int number;

    /** @param number of the descriptor of a connected Unix domain socket, to be open as long as this is used */
    public MessageSocket(int number) {
        this.number = number;
    }

    /**
     * Sends what the socket takes.
     *
     * @param bytes direct, with at least one byte; advanced by what was sent
     * @param descriptors numbers, {@link #MAX_DESCRIPTORS} at most; all are sent if a byte was
     * @return number of bytes sent, 0 if the socket takes nothing now
     * @throws IOException if the connection is broken
     */
    public int send(ByteBuffer bytes, List<Integer> descriptors) throws IOException {
        MsgHdr message = posix.allocateMsgHdr();
        message.setIov(new ByteBuffer[] {bytes.slice()});
        if (!descriptors.isEmpty()) {
            ByteBuffer numbers = ByteBuffer.allocateDirect(Integer.BYTES * descriptors.size())
                    .order(ByteOrder.nativeOrder());
            descriptors.forEach(numbers::putInt);
            CmsgHdr control = message.allocateControl(numbers.capacity());
            control.setLevel(SOL_SOCKET);
            control.setType(SCM_RIGHTS);
            control.setData(numbers.flip());
        }
        int sent = posix.sendmsg(number, message, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0) {
            throwUnlessBusy("sendmsg");
            return 0;
        }
        bytes.position(bytes.position() + sent);
        return sent;
    }

    /**
     * Receives what there is.
     *
     * @param bytes direct, with some room; advanced by what was received
     * @param descriptors is given each number that came along, and owns it
     * @return number of bytes received, 0 if there are none now, -1 if the peer has closed
     * @throws IOException if the connection is broken, or descriptors were lost because this process can't have more
     */
    public int receive(ByteBuffer bytes, IntConsumer descriptors) throws IOException {
        MsgHdr message = posix.allocateMsgHdr();
        message.setIov(new ByteBuffer[] {bytes.slice()});
        message.allocateControl(Integer.BYTES * MAX_DESCRIPTORS);
        int received = posix.recvmsg(number, message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
        if (received < 0) {
            throwUnlessBusy("recvmsg");
            return 0;
        }
        if (message.getControlLen() > 0) {
            for (CmsgHdr control : message.getControls()) {
                take(control, descriptors);
            }
        }
        if ((message.getFlags() & MSG_CTRUNC) != 0) {
            throw new EOFException("descriptors were lost: this process has as many as it may");
        }
        bytes.position(bytes.position() + received);
        return received == 0 ? -1 : received;
    }

    private static void take(CmsgHdr control, IntConsumer descriptors) {
        if (control.getLevel() != SOL_SOCKET || control.getType() != SCM_RIGHTS) {
            return;
        }
        ByteBuffer numbers = control.getData().order(ByteOrder.nativeOrder());
        while (numbers.remaining() >= Integer.BYTES) {
            descriptors.accept(numbers.getInt());
        }
    }

    private void throwUnlessBusy(String call) throws IOException {
        Errno error = Errno.valueOf(posix.errno());
        if (error != Errno.EAGAIN && error != Errno.EINTR) {
            throw new IOException(call + ": " + error.description());
        }
    }
}
