/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every Tomcat that a test has started and not yet closed, and the words of those that closed during the present test. */
final class RunningTomcats {
    private static final int SHOWN_CHARS = 20_000;
    private static final Set<TomcatProcess> RUNNING = ConcurrentHashMap.newKeySet();
    private static final List<String> CLOSED_LOGS = new CopyOnWriteArrayList<>();

    private RunningTomcats() {}

    static void add(TomcatProcess tomcat) {
        RUNNING.add(tomcat);
    }

    static void remove(TomcatProcess tomcat, String log) {
        RUNNING.remove(tomcat);
        CLOSED_LOGS.add(log);
    }

    static void forgetClosed() {
        CLOSED_LOGS.clear();
    }

    /** The ends of all logs that can have to do with a test that just failed. */
    static String logs() {
        List<String> logs = new ArrayList<>(CLOSED_LOGS);
        RUNNING.forEach(tomcat -> logs.add(tomcat.log()));
        StringBuilder text = new StringBuilder();
        for (String log : logs) {
            text.append("---- console of a Tomcat ----\n");
            text.append(log, Math.max(0, log.length() - SHOWN_CHARS), log.length());
        }
        return text.toString();
    }

    /** Ends all of them at once; for the end of the JVM of the tests. */
    static void killAll() {
        RUNNING.forEach(TomcatProcess::kill);
        RUNNING.forEach(tomcat -> ManagerProcesses.kill(tomcat.base().directory()));
    }
}
