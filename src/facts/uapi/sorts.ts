import type { Sort } from './interfaces.ts'

/** What `adds-undocumented` can be asked about; a new sort is one entry here. */
export const SORTS: Readonly<Record<string, Sort>> = {
  'kvm-api': {
    files: /^(?:include\/uapi\/linux\/kvm\.h|arch\/[a-z0-9]+\/include\/uapi\/asm\/kvm\.h)$/,
    line: /^\s*#\s*define\s+(KVM_CAP_\w+|KVM_\w+(?=\s+_IO[RW]*\(KVMIO))/,
    beside: null,
    known: /_MAX$/,
    documents: /^Documentation\/(?:virt|virtual)\/kvm\//,
    // An ioctl is described where its commands are: KVM_ARM_LAMP_COMMAND by a page about KVM_ARM_LAMP_CMD_ON.
    forms: (name) =>
      name.startsWith('KVM_CAP_') || name.split('_').length < 4
        ? [name]
        : [name, name.slice(0, name.lastIndexOf('_') + 1)],
  },
  'kernel-parameter': {
    files:
      /^(?:arch|block|crypto|drivers|fs|init|ipc|kernel|lib|mm|net|security|sound|virt)\/.*\.c$/,
    line: /^\s*(?:early_param|__setup)\("([\w.-]+)=?"/,
    beside: null,
    known: null,
    documents: /^Documentation\//,
    forms: (name) => [...new Set([name, name.replaceAll('_', '-'), name.replaceAll('-', '_')])],
  },
  'iio-attribute': {
    files: /^drivers\/(?:staging\/)?(?:iio|counter)\/.*\.[ch]$/,
    line: /^(?:static )?\s*(?:(?:IIO_)?DEVICE_ATTR(?:_RO|_RW|_WO)?\(|IIO_DEVICE_ATTR_NAMED\(\w+,|IIO_ENUM\("|\w+_EXT_INFO\(")\s*(\w+)/,
    // An entry of struct iio_chan_spec_ext_info says who shares it.
    beside: { line: /^\s*\.name = "(\w+)"/, near: /^\s*\.shared = IIO_S/ },
    known:
      /_available$|^(?:in_|out_)?\w*(?:sampling_frequency|_raw|_scale|_offset|_en|_calibbias|_calibscale|oversampling_ratio|_mean_raw|_peak_raw|_input)$|^(?:hwfifo|buffer|current_timestamp|reset|name)|_powerdown(?:_mode)?$|^(?:mount_matrix|powerdown_mode|powerdown)$/,
    documents: /^(?:drivers\/staging\/iio\/)?Documentation\//,
    forms: (name) => ['', 'X', 'Y'].map((digit) => name.replaceAll(/\d+/g, digit)).concat(name),
  },
  'arm64-firmware-register': {
    files: /^arch\/arm64\/include\/uapi\/asm\/kvm\.h$/,
    line: /^\s*#\s*define\s+(KVM_REG_ARM_\w+)\s+(?:KVM_REG_ARM_FW\w*|ARM64_SYS_REG)\(/,
    beside: null,
    known: null,
    documents: /^tools\/testing\/selftests\/kvm\/.*get-reg-list/,
    forms: (name) => [name, 'KVM_REG_ARM_FW'],
  },
}
