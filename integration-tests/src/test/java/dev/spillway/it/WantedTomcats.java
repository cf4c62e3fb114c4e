/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The Tomcat lines that tests run on. What differs between them is on this side of a manager process, so there one is enough. */
final class WantedTomcats implements ArgumentsProvider {
    @Override
    public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return switch (ManagerHost.BY_BUILD) {
            case EMBEDDED -> Stream.of(TomcatVersion.values()).map(Arguments::of);
            case PROCESS -> Stream.of(Arguments.of(TomcatVersion.TOMCAT_11));
        };
    }
}
