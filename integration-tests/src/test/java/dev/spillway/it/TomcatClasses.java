/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The classes of a Tomcat distribution and of the JDK, looked into without being loaded. */
final class TomcatClasses implements AutoCloseable {
    private final URLClassLoader jars;

    private TomcatClasses(URLClassLoader jars) {
        this.jars = jars;
    }

    static TomcatClasses of(TomcatVersion version) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String directory : List.of("bin", "lib")) {
            try (Stream<Path> files = Files.list(version.home().resolve(directory))) {
                files.filter(file -> file.toString().endsWith(".jar"))
                        .map(TomcatClasses::url)
                        .forEach(urls::add);
            }
        }
        // The platform loader is the parent: the Tomcat that the tests are compiled with must not be seen.
        return new TomcatClasses(new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader()));
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the JVM would find it, in the class itself or in what it inherits from. */
    boolean has(MemberUse use) {
        Declared declared = declared(use.owner());
        if (declared == null) {
            return false;
        }
        return use.isClassOnly()
                || declared.members.contains(use.name() + use.descriptor())
                || declared.parents.stream()
                        .anyMatch(parent -> has(new MemberUse(parent, use.name(), use.descriptor())));
    }

    private Declared declared(String internalName) {
        try (InputStream in = jars.getResourceAsStream(internalName + ".class")) {
            if (in == null) {
                return null;
            }
            Declared declared = new Declared();
            new ClassReader(in).accept(declared, ClassReader.SKIP_CODE);
            return declared;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        jars.close();
    }

    private static final class Declared extends ClassVisitor {
        private final Set<String> members = new HashSet<>();
        private final List<String> parents = new ArrayList<>();

        Declared() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String parent, String[] interfaces) {
            if (parent != null) {
                parents.add(parent);
            }
            parents.addAll(List.of(interfaces));
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] thrown) {
            members.add(name + descriptor);
            return null;
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
            members.add(name + descriptor);
            return null;
        }
    }
}
