/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.peer;

/** The ways in which Tomcat sends the files. */
enum TomcatVariant {
    /** Spillway's valve takes the downloads. */
    SPILLWAY("spillway"),
    /** The same, with a manager process that sends them. */
    PROCESS("spillway-process"),
    /** The file servlet with the connector's own sendfile: Tomcat as it comes. */
    SENDFILE("tomcat"),
    /** An application that copies through a buffer. */
    STREAM("tomcat-app"),
    /** The same application, each request on a virtual thread. */
    VIRTUAL_THREADS("tomcat-virtual");

    private static final String VALVE =
            "<Valve className=\"dev.spillway.valve.DownloadValve\" minSize=\"1MiB\" maxDownloadRate=\"%d\"%s %s/>";
    private static final String VIRTUAL_EXECUTOR =
            "<Executor name=\"virtual\" className=\"org.apache.catalina.core.StandardVirtualThreadExecutor\"/>";

    private final String peerName;

    TomcatVariant(String peerName) {
        this.peerName = peerName;
    }

    String peerName() {
        return peerName;
    }

    boolean streams() {
        return this == STREAM || this == VIRTUAL_THREADS;
    }

    String serverXml(PeerSetup setup) {
        return """
                <Server port="-1">
                  <Service name="Catalina">
                    %s
                    <Connector port="%d" address="127.0.0.1" maxKeepAliveRequests="-1" acceptCount="4096"%s>%s</Connector>
                    <Engine name="Catalina" defaultHost="localhost">
                      %s
                      <Host name="localhost" autoDeploy="false">
                        <Context path="" docBase="%s"/>
                      </Host>
                    </Engine>
                  </Service>
                </Server>
                """.formatted(
                        this == VIRTUAL_THREADS ? VIRTUAL_EXECUTOR : "",
                        setup.port(),
                        connectorAttributes(setup),
                        setup.tls().map(TomcatVariant::certificate).orElse(""),
                        hasValve() ? VALVE.formatted(setup.bytesPerSecond(), process(), setup.valve()) : "",
                        setup.files());
    }

    /** Whether the drop-in jar takes part. */
    boolean hasValve() {
        return this == SPILLWAY || this == PROCESS;
    }

    private String process() {
        return this == PROCESS ? " manager=\"process\" idleExit=\"1s\"" : "";
    }

    private String connectorAttributes(PeerSetup setup) {
        StringBuilder attributes = new StringBuilder();
        if (this == VIRTUAL_THREADS) {
            attributes.append(" executor=\"virtual\"");
        } else if (setup.maxThreads() > 0) {
            attributes.append(" maxThreads=\"" + setup.maxThreads() + "\"");
        }
        if (setup.maxConnections() > 0) {
            attributes.append(" maxConnections=\"" + setup.maxConnections() + "\"");
        }
        if (setup.tls().isPresent()) {
            attributes.append(" SSLEnabled=\"true\" scheme=\"https\" secure=\"true\"");
        }
        return attributes.toString();
    }

    private static String certificate(TlsIdentity identity) {
        return "<SSLHostConfig><Certificate certificateKeystoreFile=\"" + identity.keyStore()
                + "\" certificateKeystoreType=\"PKCS12\" certificateKeystorePassword=\"" + TlsIdentity.PASSWORD
                + "\"/></SSLHostConfig>";
    }

    String webXml() {
        String stream = streams() ? """
                  <servlet>
                    <servlet-name>stream</servlet-name>
                    <servlet-class>dev.spillway.benchmarks.app.StreamServlet</servlet-class>
                  </servlet>
                  <servlet-mapping>
                    <servlet-name>stream</servlet-name>
                    <url-pattern>*.bin</url-pattern>
                  </servlet-mapping>
                """ : "";
        return """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
                  <servlet>
                    <servlet-name>default</servlet-name>
                    <servlet-class>org.apache.catalina.servlets.DefaultServlet</servlet-class>
                    <load-on-startup>1</load-on-startup>
                  </servlet>
                  <servlet-mapping>
                    <servlet-name>default</servlet-name>
                    <url-pattern>/</url-pattern>
                  </servlet-mapping>
                %s</web-app>
                """.formatted(stream);
    }
}
