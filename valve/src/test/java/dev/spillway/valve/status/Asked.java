/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.status;

import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;

/** A request of the real class of Tomcat, from a given peer, on a connector that was never started. */
final class Asked {
    private final org.apache.coyote.Request coyoteRequest = new org.apache.coyote.Request();
    private final Request request = new Connector().createRequest();

    private Asked(String peer) {
        request.setCoyoteRequest(coyoteRequest);
        coyoteRequest.peerAddr().setString(peer);
        coyoteRequest.remoteAddr().setString(peer);
        coyoteRequest.serverName().setString("localhost");
    }

    static Asked from(String peer) {
        return new Asked(peer);
    }

    Asked byName(String name) {
        coyoteRequest.serverName().setString(name);
        return this;
    }

    /** As {@code RemoteIpValve} does it. */
    Asked forwardedFor(String client) {
        request.setRemoteAddr(client);
        return this;
    }

    Asked with(String name, String value) {
        coyoteRequest.getMimeHeaders().addValue(name).setString(value);
        return this;
    }

    Request request() {
        return request;
    }
}
