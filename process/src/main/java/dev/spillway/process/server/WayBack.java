/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import dev.spillway.manager.api.SocketReturn;
import dev.spillway.process.wire.Frame.Returning;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Gives a connection back to the Tomcat that it came from, which has kept its own descriptor. Asked by a loop until the
 * answer of the valve is there; if the valve goes away, nobody wants the connection.
 */
final class WayBack implements SocketReturn {
    private static final Logger LOG = System.getLogger(WayBack.class.getName());

    private final ValveLink link;
    private final long id;
    private final SocketChannel socket;
    private boolean isAsked;
    private volatile Answer answer = Answer.NOT_YET;

    WayBack(ValveLink link, long id, SocketChannel socket) {
        this.link = link;
        this.id = id;
        this.socket = socket;
    }

    /** The valve has answered, or is gone. */
    void answered(boolean isTaken) {
        answer = isTaken ? Answer.TAKEN : Answer.REFUSED;
    }

    @Override
    public Answer giveBack(ByteBuffer sentAhead) {
        if (!isAsked) {
            isAsked = true;
            link.post(new Returning(id));
        }
        Answer present = link.isGone() && answer == Answer.NOT_YET ? Answer.REFUSED : answer;
        if (present == Answer.TAKEN) {
            close();
        }
        return present;
    }

    /** Closes our descriptor; the connection lives on with that of Tomcat. */
    private void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Failed to close a descriptor", e);
        }
    }
}
