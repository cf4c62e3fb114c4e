/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.spillway.cli.Table.Column;
import dev.spillway.manager.api.DownloadManagerMBean;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the figures of the managers. */
@Command(name = "status", description = "Shows queue, rate, outcomes and limits.")
final class StatusCommand extends ManagerCommand {
    @Option(names = "--json", description = "One JSON object in a line for each manager.")
    private boolean isJson;

    @Override
    void run(Managers managers) throws IOException {
        for (Map.Entry<String, DownloadManagerMBean> manager : managers.all().entrySet()) {
            Map<String, Object> figures = figures(manager.getValue());
            if (isJson) {
                out().println(Json.line(out -> write(out, manager.getKey(), figures)));
            } else {
                Table table = new Table(Column.text(manager.getKey()), Column.number(""));
                figures.forEach(table::add);
                out().print(table);
            }
        }
    }

    /** All attributes, as JMX names them. */
    private static Map<String, Object> figures(DownloadManagerMBean manager) {
        Map<String, Object> figures = new LinkedHashMap<>();
        Arrays.stream(DownloadManagerMBean.class.getMethods())
                .filter(method -> method.getParameterCount() == 0)
                .filter(method ->
                        method.getName().startsWith("get") || method.getName().startsWith("is"))
                .sorted(Comparator.comparing(StatusCommand::name))
                .forEach(method -> figures.put(name(method), value(method, manager)));
        return figures;
    }

    private static String name(Method getter) {
        return getter.getName().replaceFirst("^(get|is)", "");
    }

    private static Object value(Method getter, DownloadManagerMBean manager) {
        try {
            return getter.invoke(manager);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private static void write(JsonGenerator out, String name, Map<String, Object> figures) throws IOException {
        out.writeStartObject();
        out.writeStringField("manager", name);
        for (Map.Entry<String, Object> figure : figures.entrySet()) {
            out.writeFieldName(figure.getKey());
            Json.value(out, figure.getValue());
        }
        out.writeEndObject();
    }
}
