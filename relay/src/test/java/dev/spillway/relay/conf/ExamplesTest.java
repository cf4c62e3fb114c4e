/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.conf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.relay.request.RequestSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files in {@code conf/} can be used as they are, with every option in them, and docs/relay.md explains all of those. */
class ExamplesTest {
    @TempDir
    Path folder;

    private Conf example(String name) throws IOException, GeneralSecurityException {
        String key = RequestSigner.text(
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic());
        String text = Files.readString(Path.of("../conf", name))
                .replace("PUT-THE-KEY-HERE", key)
                .replaceAll("(?m)^#(?=[a-z.A-Z]+=)", "");
        for (String secret : new String[] {"token", "admin-token", "database-password", "metrics-token"}) {
            Files.writeString(folder.resolve(secret), "secret\n");
        }
        Set<String> options = Pattern.compile("(?m)^([a-zA-Z.]+)=")
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        String documentation = Files.readString(Path.of("../docs/relay.md"));
        assertThat(options)
                .allSatisfy(option -> assertThat(documentation).contains("`" + option.replaceAll("\\.file$", "")));
        return new Conf(Files.writeString(folder.resolve(name), text));
    }

    @Test
    void ofAMainServer() throws Exception {
        Conf conf = example("relay-main.properties");
        MainSettings settings = MainSettings.read(conf);
        HostSettings.read(conf);
        conf.refuseUnknown();
        assertThat(settings.admin()).hasValue("secret");
        assertThat(settings.toString()).doesNotContain("secret");
    }

    @Test
    void ofATerminal() throws Exception {
        Conf conf = example("relay-terminal.properties");
        TerminalSettings settings = TerminalSettings.read(conf);
        HostSettings.read(conf);
        conf.refuseUnknown();
        assertThat(settings.metricsToken()).hasValue("secret");
        assertThat(settings.files()).hasToString("http://web-01.example.org:8080/relay/files/");
        assertThat(settings.toString()).doesNotContain("secret");
    }

    /** What the code asks for is in the documentation. */
    @Test
    void everyOptionIsExplained() throws IOException {
        Pattern asked =
                Pattern.compile("(?:text|needed|secret|list|number|seconds|flag)\\(\\s*(?:conf, )?\"([a-zA-Z.]+)\"");
        String documentation = Files.readString(Path.of("../docs/relay.md"));
        Set<String> options = new TreeSet<>();
        for (String type : new String[] {"MainSettings", "TerminalSettings", "HostSettings", "TlsFiles"}) {
            String code = Files.readString(Path.of("src/main/java/dev/spillway/relay/conf", type + ".java"));
            asked.matcher(code)
                    .results()
                    .map((MatchResult result) -> result.group(1))
                    .forEach(options::add);
        }
        assertThat(options).hasSizeGreaterThan(20).contains("quota", "lease", "mains", "redirectBrowsers");
        assertThat(options).allSatisfy(option -> assertThat(documentation).contains("`" + option + "`"));
    }
}
