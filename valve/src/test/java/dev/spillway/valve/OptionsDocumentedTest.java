/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import static org.assertj.core.api.Assertions.assertThat;

import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * An option exists in four places: the setter, JMX, the documentation, and the example to copy. They name the same
 * options with the same defaults, or the build fails.
 */
class OptionsDocumentedTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> OF_EVERY_VALVE = Set.of("asyncSupported", "className", "stateName");

    /** A row of four columns: option, meaning, default and bounds. */
    private static final Pattern OPTION_ROW =
            Pattern.compile("^\\| `(\\w+)` \\| [^|]+ \\| `([^`|]*)` \\|[^|]*\\|$", Pattern.MULTILINE);

    private static final Pattern VALVE_ELEMENT = Pattern.compile("<Valve\\b[^>]*/>");

    @Test
    void theValveHasTheOptionsThatItIsKnownFor() throws Exception {
        assertThat(defaultsOfTheValve())
                .as("the other tests compare with this, so it must not be empty")
                .containsKeys("minSize", "loops", "drainTimeout");
    }

    @Test
    void theDocumentationHasEveryOptionWithItsDefault() throws Exception {
        assertThat(documentedDefaults()).isEqualTo(defaultsOfTheValve());
    }

    @Test
    void everyRowOfAnOptionTableIsOfTheFormThatIsReadHere() throws IOException {
        long rows = configuration()
                .lines()
                .filter(line -> line.startsWith("| `"))
                .filter(line -> line.chars().filter(c -> c == '|').count() == 5)
                .count();
        assertThat(documentedDefaults()).hasSize((int) rows);
    }

    @Test
    void jmxShowsEveryOptionAndTheyCantBeChangedThere() throws Exception {
        Set<String> shown = new TreeSet<>();
        for (Element attribute : elements(descriptors(), "attribute")) {
            String name = attribute.getAttribute("name");
            if (!OF_EVERY_VALVE.contains(name)) {
                shown.add(name);
                assertThat(attribute.getAttribute("writeable")).as(name).isEqualTo("false");
                assertThat(attribute.getAttribute("type")).as(name).isEqualTo("java.lang.String");
                assertThat(attribute.getAttribute("description")).as(name).isNotBlank();
            }
        }
        assertThat(shown).isEqualTo(defaultsOfTheValve().keySet());
    }

    @Test
    void jmxIsToldTheRightClass() throws Exception {
        assertThat(elements(descriptors(), "mbean")).singleElement().satisfies(mbean -> {
            assertThat(mbean.getAttribute("type")).isEqualTo(DownloadValve.class.getName());
            assertThat(mbean.getAttribute("name")).isEqualTo(DownloadValve.class.getSimpleName());
        });
    }

    @Test
    void theMinimalExampleIsMinimal() throws Exception {
        String withoutComments = fragment().replaceAll("(?s)<!--.*?-->", "");
        assertThat(attributesOf(onlyValveIn(withoutComments)))
                .containsOnlyKeys("className")
                .containsEntry("className", DownloadValve.class.getName());
    }

    @Test
    void theFullExampleHasEveryOptionAtItsDefault() throws Exception {
        String comments = Pattern.compile("(?s)<!--.*?-->")
                .matcher(fragment())
                .results()
                .map(MatchResult::group)
                .filter(comment -> VALVE_ELEMENT.matcher(comment).find())
                .collect(Collectors.joining());
        Map<String, String> attributes = attributesOf(onlyValveIn(comments));
        assertThat(attributes.remove("className")).isEqualTo(DownloadValve.class.getName());
        assertThat(attributes).isEqualTo(defaultsOfTheValve());
    }

    /** Every setter can be called by Tomcat's Digester, and its getter gives back what was set. */
    @Test
    void everyOptionCanBeReadBackAsItWasWritten() throws Exception {
        DownloadValve valve = new DownloadValve();
        for (PropertyDescriptor option : options().toList()) {
            option.getWriteMethod().invoke(valve, "x-" + option.getName());
        }
        for (PropertyDescriptor option : options().toList()) {
            assertThat(option.getReadMethod().invoke(valve)).isEqualTo("x-" + option.getName());
        }
    }

    /** Properties with a setter of ours, and not of what every valve extends. */
    private static Stream<PropertyDescriptor> options() throws Exception {
        return Stream.of(Introspector.getBeanInfo(DownloadValve.class).getPropertyDescriptors())
                .filter(property -> property.getWriteMethod() != null
                        && property.getWriteMethod()
                                .getDeclaringClass()
                                .getPackageName()
                                .startsWith("dev.spillway"));
    }

    private static Map<String, String> defaultsOfTheValve() throws Exception {
        DownloadValve valve = new DownloadValve();
        Map<String, String> defaults = new TreeMap<>();
        for (PropertyDescriptor option : options().toList()) {
            assertThat(option.getReadMethod())
                    .as("getter of " + option.getName())
                    .isNotNull();
            defaults.put(option.getName(), String.valueOf(option.getReadMethod().invoke(valve)));
        }
        return defaults;
    }

    private static Map<String, String> documentedDefaults() throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        Matcher row = OPTION_ROW.matcher(configuration());
        while (row.find()) {
            String value = row.group(2).equals("\"\"") ? "" : row.group(2);
            assertThat(defaults.put(row.group(1), value))
                    .as(row.group(1) + " twice")
                    .isNull();
        }
        return defaults;
    }

    private static String onlyValveIn(String xml) {
        assertThat(VALVE_ELEMENT.matcher(xml).results()).hasSize(1);
        Matcher valve = VALVE_ELEMENT.matcher(xml);
        assertThat(valve.find()).isTrue();
        return valve.group();
    }

    private static Map<String, String> attributesOf(String element) throws Exception {
        NamedNodeMap attributes = parse(new InputSource(new StringReader(element)))
                .getDocumentElement()
                .getAttributes();
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < attributes.getLength(); i++) {
            values.put(attributes.item(i).getNodeName(), attributes.item(i).getNodeValue());
        }
        return values;
    }

    private static Document descriptors() throws Exception {
        try (InputStream xml = DownloadValve.class.getResourceAsStream("mbeans-descriptors.xml")) {
            return parse(new InputSource(xml));
        }
    }

    private static Document parse(InputSource xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml);
    }

    private static Iterable<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        return Stream.iterate(0, i -> i < nodes.getLength(), i -> i + 1)
                .map(i -> (Element) nodes.item(i))
                .toList();
    }

    private static String configuration() throws IOException {
        return Files.readString(ROOT.resolve("docs/configuration.md"));
    }

    private static String fragment() throws IOException {
        return Files.readString(ROOT.resolve("conf/server.xml.fragment"));
    }
}
