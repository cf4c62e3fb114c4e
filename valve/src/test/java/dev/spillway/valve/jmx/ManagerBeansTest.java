/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.Terms;
import dev.spillway.valve.testing.StubManager;
import java.lang.management.ManagementFactory;
import java.util.Date;
import java.util.Map;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagerBeansTest {
    private static final String LONG = long.class.getName();

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final StubManager manager = new StubManager();
    private ObjectName name;
    private ManagerBeans beans;

    @BeforeEach
    void register() throws JMException {
        name = new ObjectName("Test:type=DownloadManager,host=localhost,name=DownloadValve");
        manager.setLimits(Limits.NONE.withRules(Map.of("a,b", 500L)));
        manager.views.add(StubManager.view(7, Terms.ofClient("192.0.2.1").withRule("a,b"), "a.iso"));
        manager.views.add(StubManager.view(9, Terms.ofClient("192.0.2.2").withUser("eve"), "b.iso"));
        beans = ManagerBeans.register(manager, new ObjectName("Test:type=Valve,host=localhost,name=DownloadValve"));
    }

    @AfterEach
    void unregister() throws JMException {
        beans.unregister();
        assertThat(server.queryNames(new ObjectName("Test:*"), null)).isEmpty();
    }

    private Object invoke(String operation, Object... arguments) throws JMException {
        String[] types = new String[arguments.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = arguments[i] instanceof Long
                    ? LONG
                    : arguments[i] instanceof Integer ? "int" : String.class.getName();
        }
        return server.invoke(name, operation, arguments, types);
    }

    private ObjectName rule(String rule) throws JMException {
        return new ObjectName(
                "Test:type=DownloadRule,host=localhost,name=DownloadValve,rule=" + ObjectName.quote(rule));
    }

    @Test
    void figuresAreThoseOfTheManager() throws JMException {
        assertThat(server.getAttribute(name, "ActiveDownloads")).isEqualTo(2);
        assertThat(server.getAttribute(name, "BytesSent")).isEqualTo(123_456_789_012L);
        assertThat(server.getAttribute(name, "Loops")).isEqualTo(2);
        assertThat(server.getAttribute(name, "BusiestLoopConnections")).isEqualTo(7);
        assertThat(server.getAttribute(name, "WaitP95Millis")).isEqualTo(50L);
        assertThat(server.getAttribute(name, "ColdReadMisses")).isEqualTo(8L);
    }

    @Test
    void theTableHasARowForEachDownload() throws JMException {
        TabularData table = (TabularData) invoke("downloads");
        assertThat(table.size()).isEqualTo(2);
        CompositeData row = table.get(new Object[] {7L});
        assertThat(row.get("client")).isEqualTo("192.0.2.1");
        assertThat(row.get("file")).isEqualTo("a.iso");
        assertThat(row.get("state")).isEqualTo("SENDING");
        assertThat(row.get("sent")).isEqualTo(3500L);
        assertThat(row.get("length")).isEqualTo(7000L);
        assertThat(row.get("offset")).isEqualTo(2800L);
        assertThat(row.get("remainingSeconds")).isEqualTo(35L);
        assertThat(row.get("started")).isEqualTo(Date.from(StubManager.STARTED));
    }

    @Test
    void theTableOfAClientHasNoOthers() throws JMException {
        TabularData table = (TabularData) invoke("downloadsOfClient", "192.0.2.2");
        assertThat(table.size()).isEqualTo(1);
        assertThat(table.get(new Object[] {9L}).get("user")).isEqualTo("eve");
    }

    @Test
    void operationsReachTheManagerAndSayWhetherThereWasSuchADownload() throws JMException {
        assertThat(invoke("cancel", 7L)).isEqualTo(true);
        assertThat(invoke("pause", 8L)).isEqualTo(false);
        invoke("resume", 7L);
        invoke("limit", 7L, 1024L);
        invoke("prioritize", 7L, 9);
        invoke("drain");
        invoke("endDrain");
        assertThat(manager.asked)
                .containsExactly(
                        "cancel 7",
                        "pause 8",
                        "resume 7",
                        "rate 1024 7",
                        "priority 9 7",
                        "draining true",
                        "draining false");
    }

    @Test
    void limitsAreChangedOneByOne() throws JMException {
        server.setAttribute(name, new Attribute("RateLimit", 1000L));
        server.setAttribute(name, new Attribute("ClientRateLimit", 100L));
        server.setAttribute(name, new Attribute("DownloadRateLimit", 10L));
        server.setAttribute(name, new Attribute("ClientDownloadsLimit", 3));
        server.setAttribute(name, new Attribute("FileDownloadsLimit", 4));
        assertThat(manager.limits())
                .isEqualTo(Limits.NONE
                        .withRules(Map.of("a,b", 500L))
                        .withBytesPerSecond(1000)
                        .withClientBytesPerSecond(100)
                        .withDownloadBytesPerSecond(10, 0)
                        .withDownloads(3, 4));
    }

    @Test
    void aLimitThatCantBeIsRefusedWithItsReason() {
        Assertions.assertThatThrownBy(() -> server.setAttribute(name, new Attribute("RateLimit", -1L)))
                .isInstanceOf(RuntimeMBeanException.class)
                .rootCause()
                .hasMessageContaining("bytesPerSecond=-1");
    }

    @Test
    void aRuleShowsItsOwnDownloadsAndItsLimit() throws JMException {
        ObjectName rule = rule("a,b");
        assertThat(server.getAttribute(rule, "Rule")).isEqualTo("a,b");
        assertThat(server.getAttribute(rule, "ActiveDownloads")).isEqualTo(1);
        assertThat(server.getAttribute(rule, "QueueLength")).isEqualTo(0);
        assertThat(server.getAttribute(rule, "Rate")).isEqualTo(100L);
        server.setAttribute(rule, new Attribute("RateLimit", 700L));
        assertThat(manager.limits().rules()).containsEntry("a,b", 700L);
    }

    @Test
    void rulesComeAndGoWithTheirLimits() throws JMException {
        manager.setLimits(Limits.NONE.withRules(Map.of("other", 5L)));
        beans.look(manager.stats());
        assertThat(server.isRegistered(rule("a,b"))).isFalse();
        assertThat(server.isRegistered(rule("other"))).isTrue();
    }
}
