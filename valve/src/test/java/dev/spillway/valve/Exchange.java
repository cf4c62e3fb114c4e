/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/** A request and its response of the real classes of Tomcat, on a connector that was never started. */
final class Exchange {
    private final Connector connector = new Connector();
    private final org.apache.coyote.Request coyoteRequest = new org.apache.coyote.Request();
    private final Request request = connector.createRequest();
    private final Response response = connector.createResponse();

    Exchange(String method) {
        org.apache.coyote.Response coyoteResponse = new org.apache.coyote.Response();
        coyoteRequest.setResponse(coyoteResponse);
        coyoteRequest.setMethod(method);
        coyoteRequest.protocol().setString("HTTP/1.1");
        request.setCoyoteRequest(coyoteRequest);
        response.setCoyoteResponse(coyoteResponse);
        request.setResponse(response);
        response.setRequest(request);
    }

    static Exchange get() {
        return new Exchange("GET");
    }

    /** Adds a field to the request. */
    Exchange with(String name, String value) {
        coyoteRequest.getMimeHeaders().addValue(name).setString(value);
        return this;
    }

    Exchange withProtocol(String protocol) {
        coyoteRequest.protocol().setString(protocol);
        return this;
    }

    /** Adds a field to the response, as the application does. */
    Exchange answering(String name, String value) {
        response.addHeader(name, value);
        return this;
    }

    Connector connector() {
        return connector;
    }

    Request request() {
        return request;
    }

    Response response() {
        return response;
    }
}
