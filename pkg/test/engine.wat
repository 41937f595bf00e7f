;; A stand-in for scrub.wasm with its exact exports, for tests of the JavaScript around it:
;; each "SECRET" becomes "redacted"; a text that begins with "!" is refused as malformed, with "*" it traps.
;; The kind of a content type is its length.
(module
  (memory (export "memory") 1)
  (global $out (mut i32) (i32.const 0))
  (global $out_length (mut i32) (i32.const 0))
  (global $kinds (export "kinds") (mut i32) (i32.const 0))
  (data (i32.const 16) "token.test\09query.a\091\0arule.two\09/b\092\0a")
  ;; The answer at 1024, the region from 32768, behind the input what is left of it.
  (func $room (export "room") (param $len i32) (result i32)
    (local $need i32)
    (local.set $need
      (i32.sub
        (i32.add (i32.shr_u (i32.add (local.get $len) (i32.const 32768)) (i32.const 16)) (i32.const 1))
        (memory.size)))
    (if (i32.gt_s (local.get $need) (i32.const 0))
      (then (drop (memory.grow (local.get $need)))))
    (i32.const 32768))
  (func (export "scrub") (param $len i32) (param $kind i32) (param $vendor i32) (result i32)
    (local $at i32) (local $found i32) (local $end i32)
    (global.set $kinds (local.get $kind))
    (if (i32.eq (i32.load8_u (i32.const 32768)) (i32.const 33)) (then (return (i32.const -1))))
    (if (i32.eq (i32.load8_u (i32.const 32768)) (i32.const 42)) (then (unreachable)))
    ;; Eight letters for six, and a word read past the end.
    (drop (call $room (i32.add (i32.mul (local.get $len) (i32.const 3)) (i32.const 16))))
    (local.set $at (i32.const 32768))
    (local.set $end (i32.add (local.get $at) (local.get $len)))
    (global.set $out (local.get $end))
    (global.set $out_length (i32.const 0))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (if
          (i64.eq
            (i64.and (i64.load (local.get $at)) (i64.const 0xffffffffffff))
            (i64.const 0x544552434553)) ;; "SECRET", little-endian
          (then
            (i64.store
              (i32.add (global.get $out) (global.get $out_length))
              (i64.const 0x6465746361646572)) ;; "redacted"
            (global.set $out_length (i32.add (global.get $out_length) (i32.const 8)))
            (local.set $found (i32.add (local.get $found) (i32.const 1)))
            (local.set $at (i32.add (local.get $at) (i32.const 6))))
          (else
            (i32.store8
              (i32.add (global.get $out) (global.get $out_length))
              (i32.load8_u (local.get $at)))
            (global.set $out_length (i32.add (global.get $out_length) (i32.const 1)))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))))
        (br $next)))
    (local.get $found))
  (func (export "answer") (result i32)
    (i32.store (i32.const 1024) (global.get $out_length))
    (i32.store (i32.const 1028) (global.get $out))
    (i32.store (i32.const 1032) (i32.const 35))
    (i32.store (i32.const 1036) (i32.const 16))
    (i32.const 1024))
  (func (export "kind") (param i32) (result i32) (local.get 0))
  (func (export "key") (result i32) (i32.const 1)))
