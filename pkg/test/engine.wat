;; A stand-in for scrub.wasm with its exact exports, for tests of the JavaScript around it:
;; each "SECRET" becomes "redacted"; a text that begins with "!" is refused as malformed, with "*" it traps.
;; The kind of a content type is its length.
(module
  (memory (export "memory") 1)
  (global $edit_count (mut i32) (i32.const 0))
  (global $kinds (export "kinds") (mut i32) (i32.const 0))
  (data (i32.const 8) "redacted")
  (data (i32.const 16) "token.test\09query.a\091\0arule.two\09/b\092\0a")
  ;; The answer at 1024, behind it at most 1024 edits, the region from 32768.
  (func (export "room") (param $len i32) (result i32)
    (local $need i32)
    (local.set $need
      (i32.sub
        (i32.add (i32.shr_u (i32.add (local.get $len) (i32.const 32768)) (i32.const 16)) (i32.const 1))
        (memory.size)))
    (if (i32.gt_s (local.get $need) (i32.const 0))
      (then (drop (memory.grow (local.get $need)))))
    (i32.const 32768))
  (func (export "scrub") (param $len i32) (param $kind i32) (param $vendor i32) (result i32)
    (local $at i32) (local $last i32) (local $edit i32)
    (global.set $kinds (local.get $kind))
    (global.set $edit_count (i32.const 0))
    (if (i32.eq (i32.load8_u (i32.const 32768)) (i32.const 33)) (then (return (i32.const -1))))
    (if (i32.eq (i32.load8_u (i32.const 32768)) (i32.const 42)) (then (unreachable)))
    (local.set $last (i32.sub (local.get $len) (i32.const 6)))
    (block $done
      (loop $next
        (br_if $done (i32.gt_s (local.get $at) (local.get $last)))
        (if
          (i64.eq
            (i64.and (i64.load (i32.add (local.get $at) (i32.const 32768))) (i64.const 0xffffffffffff))
            (i64.const 0x544552434553)) ;; "SECRET", little-endian
          (then
            (local.set $edit (i32.add (i32.const 1040) (i32.mul (global.get $edit_count) (i32.const 16))))
            (i32.store (local.get $edit) (local.get $at))
            (i32.store offset=4 (local.get $edit) (i32.add (local.get $at) (i32.const 6)))
            (i32.store offset=8 (local.get $edit) (i32.const 4))
            (i32.store offset=12 (local.get $edit) (i32.const 8))
            (global.set $edit_count (i32.add (global.get $edit_count) (i32.const 1)))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    (global.get $edit_count))
  (func (export "answer") (result i32)
    (i32.store (i32.const 1024) (i32.const 35))
    (i32.store (i32.const 1028) (i32.const 16))
    (i32.store (i32.const 1032) (i32.const 1040))
    (i32.store (i32.const 1036) (i32.const 4))
    (i32.const 1024))
  (func (export "kind") (param i32) (result i32) (local.get 0))
  (func (export "key") (result i32) (i32.const 1)))
