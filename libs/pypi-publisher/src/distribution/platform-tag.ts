const X86 = '(x86_64|i686)';
const MANY = '(x86_64|i686|aarch64|armv7l|ppc64|ppc64le|s390x)';
const MAC = '(ppc|ppc64|i386|x86_64|arm64|intel|fat|fat3|fat64|universal|universal2)';

/** The platform tags that PyPI's upload endpoint accepts. Its list grows, so an unknown tag is only a warning. */
const ALLOWED: readonly RegExp[] = [
  /^any$/,
  /^win32$|^win_(amd64|arm64|ia64)$/,
  new RegExp(`^manylinux(1|2010)_${X86}$`),
  new RegExp(`^manylinux2014_${MANY}$`),
  /^linux_armv[67]l$/,
  new RegExp(`^manylinux_\\d+_\\d+_(?:${MANY}|riscv64)$`),
  /^musllinux_\d+_\d+_(x86_64|i686|aarch64|armv7l|ppc64le|s390x|riscv64)$/,
  new RegExp(`^macosx_(10_\\d+|(11|12|13|14|15|26)_0)_${MAC}$`),
  /^ios_\d+_\d+_(arm64|x86_64)_(iphoneos|iphonesimulator)$/,
  /^android_\d+_(armeabi_v7a|arm64_v8a|x86|x86_64)$/,
  /^pyemscripten_\d+_\d+_wasm32$/,
];

/** Predicts whether PyPI accepts a platform tag. It refuses plain `linux_*` tags such as `linux_x86_64` and may refuse others off its list. */
export function classifyPlatform(tag: string): 'allowed' | 'doubtful' | 'refused' {
  if (ALLOWED.some((rule) => rule.test(tag))) return 'allowed';
  return tag.startsWith('linux_') ? 'refused' : 'doubtful';
}
