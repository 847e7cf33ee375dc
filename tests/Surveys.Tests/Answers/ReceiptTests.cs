using FsCheck;
using FsCheck.Fluent;

using Surveys.Answers;
using Surveys.Ids;

namespace Surveys.Tests.Answers;

public class ReceiptTests
{
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static readonly WaveId Wave = new("families-2026");

    private static readonly ResponseId Id = new(new Guid("04210842-1084-4108-8210-842108421084"));

    private static readonly Gen<(int Bucket, ResponseId Id)> Receipts =
        from bucket in Gen.Choose(0, Receipt.LargestBucket)
        from bytes in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(16)
        select (bucket, RandomId(bytes));

    [Fact]
    public void A_receipt_tells_the_bucket_and_the_response() =>
        Properties.Hold(Receipts, receipt => Parse(Receipt.Format(Wave, receipt.Bucket, receipt.Id)) == receipt);

    [Fact]
    public void A_receipt_is_six_groups_of_five()
    {
        var text = Receipt.Format(Wave, Receipt.LargestBucket, new ResponseId(new Guid("ffffffff-ffff-ffff-ffff-ffffffffffff")));

        Assert.Matches("^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){5}$", text);
        Assert.StartsWith("ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZ", text);
    }

    [Fact]
    public void A_receipt_is_taken_as_people_write_it()
    {
        var text = Receipt.Format(Wave, 33, Id);
        Assert.Contains('0', text);
        Assert.Contains('1', text);

        string[] written =
        [
            text.ToLowerInvariant(),
            text.Replace("-", ""),
            $" {text.Replace('-', ' ')}\n",
            text.Replace('0', 'O').Replace('1', 'I'),
            text.Replace('0', 'o').Replace('1', 'l'),
        ];
        Assert.All(written, one => Assert.Equal((33, Id), Parse(one)));
    }

    [Fact]
    public void One_wrong_character_is_always_found() =>
        Properties.Hold(
            Receipts,
            receipt =>
            {
                var text = Receipt.Format(Wave, receipt.Bucket, receipt.Id);
                return Enumerable.Range(0, text.Length).Where(place => text[place] != '-').All(place =>
                    Digits.Where(digit => digit != text[place]).All(digit => Parse(text[..place] + digit + text[(place + 1)..]) is null));
            },
            count: 20);

    [Fact]
    public void A_receipt_of_another_wave_is_nearly_always_found()
    {
        var text = Receipt.Format(Wave, 33, Id);
        var taken = Enumerable.Range(0, 2560).Count(i => Receipt.TryParse(text, new WaveId($"families-{i}-x"), out _, out _));
        Assert.InRange(taken, 0, 30);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00000-00000-00000-00000-00000-00000")]
    [InlineData("00000-00000-00000-00000-00000-0000U")]
    [InlineData("0000000000000000000000000000000000000000")]
    public void What_is_no_receipt_is_refused(string? text) => Assert.Null(Parse(text));

    [Fact]
    public void A_character_too_few_or_too_many_is_refused()
    {
        var text = Receipt.Format(Wave, 1, Id);

        Assert.Null(Parse(text[..^1]));
        Assert.Null(Parse(text + "0"));
        Assert.Null(Parse("0" + text));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(Receipt.LargestBucket + 1)]
    public void A_bucket_that_does_not_fit_is_a_defect(int bucket) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Receipt.Format(Wave, bucket, Id));

    [Fact]
    public void A_receipt_of_an_id_that_is_not_random_is_refused() =>
        Assert.Null(Parse(Receipt.Format(Wave, 33, new ResponseId(new Guid("018e6c3f-92f4-7a01-9c3b-3d1f0c5b7e21")))));

    private static ResponseId RandomId(byte[] bytes)
    {
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new ResponseId(new Guid(bytes, bigEndian: true));
    }

    private static (int Bucket, ResponseId Id)? Parse(string? text) =>
        Receipt.TryParse(text, Wave, out var bucket, out var id) ? (bucket, id) : null;
}
