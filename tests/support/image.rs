//! An image with one program that sleeps for ever, made of bytes: no registry, no compiler.

/// A tar archive with the program at `/sleep`.
pub(crate) fn tar() -> Vec<u8> {
    let program = elf();
    let mut header = [0_u8; 512];
    header[..5].copy_from_slice(b"sleep");
    header[100..108].copy_from_slice(b"0000755\0"); // mode
    header[108..116].copy_from_slice(b"0000000\0"); // owner
    header[116..124].copy_from_slice(b"0000000\0"); // group
    header[124..136].copy_from_slice(format!("{:011o}\0", program.len()).as_bytes()); // size
    header[136..148].copy_from_slice(b"00000000000\0"); // time
    header[156] = b'0'; // an ordinary file
    header[257..265].copy_from_slice(b"ustar\x0000");
    // The checksum is taken with blanks where it will stand.
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().copied().map(u32::from).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());

    let mut tar = header.to_vec();
    tar.extend(program);
    tar.resize(tar.len().next_multiple_of(512) + 1024, 0); // padding, then the two empty blocks of the end
    tar
}

/// Where the program is loaded.
const BASE: u64 = 0x40_0000;
/// The file header, then one program header, then the code.
const HEADERS: u64 = 64 + 56;

/// A 64-bit little-endian ELF executable for the machine the test runs on.
fn elf() -> Vec<u8> {
    let (machine, code) = if cfg!(target_arch = "aarch64") { (0xb7_u16, AARCH64) } else { (0x3e, X86_64) };
    let mut elf = Vec::new();
    elf.extend(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"); // magic, 64 bits, little endian, version 1, padding
    elf.extend(2_u16.to_le_bytes()); // an executable
    elf.extend(machine.to_le_bytes());
    elf.extend(1_u32.to_le_bytes()); // version
    elf.extend((BASE + HEADERS).to_le_bytes()); // entry: the first byte of the code
    elf.extend(64_u64.to_le_bytes()); // the program header follows this header
    elf.extend(0_u64.to_le_bytes()); // no section headers
    elf.extend(0_u32.to_le_bytes()); // flags
    for size in [64_u16, 56, 1, 64, 0, 0] {
        elf.extend(size.to_le_bytes()); // this header, a program header, one of them, section headers: none
    }
    elf.extend(1_u32.to_le_bytes()); // load this segment
    elf.extend(5_u32.to_le_bytes()); // to read and to execute
    elf.extend(0_u64.to_le_bytes()); // from the beginning of the file
    elf.extend(BASE.to_le_bytes()); // to this address
    elf.extend(BASE.to_le_bytes());
    let size = HEADERS + u64::try_from(code.len()).expect("a few bytes");
    elf.extend(size.to_le_bytes()); // so many bytes of the file
    elf.extend(size.to_le_bytes()); // so many bytes of memory
    elf.extend(0x1000_u64.to_le_bytes()); // on a page boundary
    elf.extend(code);
    elf
}

/// `pause()` for ever.
const X86_64: &[u8] = &[
    0xb8, 0x22, 0x00, 0x00, 0x00, // mov eax, 34 (pause)
    0x0f, 0x05, // syscall
    0xeb, 0xf7, // jmp to the mov, 9 bytes back
];

/// `ppoll(NULL, 0, NULL, NULL)` for ever: this machine has no `pause`.
const AARCH64: &[u8] = &[
    0x00, 0x00, 0x80, 0xd2, // mov x0, 0
    0x01, 0x00, 0x80, 0xd2, // mov x1, 0
    0x02, 0x00, 0x80, 0xd2, // mov x2, 0
    0x03, 0x00, 0x80, 0xd2, // mov x3, 0
    0x28, 0x09, 0x80, 0xd2, // mov x8, 73 (ppoll)
    0x01, 0x00, 0x00, 0xd4, // svc 0
    0xfa, 0xff, 0xff, 0x17, // b to the first instruction, 6 back
];
