/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Everything of Tomcat and the servlet API that the classes of a jar refer to, as the JVM would link it. */
final class MemberUses extends ClassVisitor {
    private final Set<MemberUse> uses = new HashSet<>();

    private MemberUses() {
        super(Opcodes.ASM9);
    }

    static Set<MemberUse> of(Path jar) throws IOException {
        MemberUses all = new MemberUses();
        for (ClassReader reader : classes(jar)) {
            reader.accept(all, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        }
        return all.uses;
    }

    /** The class file versions that occur in a jar. */
    static List<Integer> classVersions(Path jar) throws IOException {
        // The major version is the 16-bit number at offset 6 of a class file (JVMS 4.1).
        return classes(jar).stream()
                .map(reader -> reader.readUnsignedShort(6))
                .distinct()
                .toList();
    }

    private static List<ClassReader> classes(Path jarPath) throws IOException {
        List<ClassReader> classes = new ArrayList<>();
        try (JarFile jar = new JarFile(jarPath.toFile())) {
            List<JarEntry> entries = jar.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .toList();
            for (JarEntry entry : entries) {
                try (InputStream in = jar.getInputStream(entry)) {
                    classes.add(new ClassReader(in));
                }
            }
        }
        return classes;
    }

    private void use(MemberUse use) {
        if (use.owner().startsWith("org/apache/") || use.owner().startsWith("jakarta/")) {
            uses.add(use);
        }
    }

    private void useType(Type type) {
        switch (type.getSort()) {
            case Type.ARRAY -> useType(type.getElementType());
            case Type.OBJECT -> use(MemberUse.ofClass(type.getInternalName()));
            case Type.METHOD -> {
                useType(type.getReturnType());
                List.of(type.getArgumentTypes()).forEach(this::useType);
            }
            default -> {} // primitive types are everywhere
        }
    }

    @Override
    public void visit(int version, int access, String name, String signature, String parent, String[] interfaces) {
        use(MemberUse.ofClass(parent));
        List.of(interfaces).forEach(type -> use(MemberUse.ofClass(type)));
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] thrown) {
        useType(Type.getMethodType(descriptor));
        return new Body();
    }

    private final class Body extends MethodVisitor {
        Body() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            member(owner, name, descriptor);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            member(owner, name, descriptor);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            useType(Type.getObjectType(type));
        }

        @Override
        public void visitLdcInsn(Object value) {
            if (value instanceof Type type) {
                useType(type);
            }
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            useType(Type.getMethodType(descriptor));
            for (Object argument : arguments) {
                if (argument instanceof Handle handle) {
                    member(handle.getOwner(), handle.getName(), handle.getDesc());
                }
            }
        }

        private void member(String owner, String name, String descriptor) {
            Type type = Type.getObjectType(owner);
            if (type.getSort() == Type.OBJECT) {
                use(new MemberUse(owner, name, descriptor));
            }
            useType(Type.getType(descriptor));
        }
    }
}
