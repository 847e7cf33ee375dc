using FsCheck;
using FsCheck.Fluent;

using Surveys.Answers;
using Surveys.Ids;
using Surveys.Tallies;
using Surveys.Tests.Answers;

namespace Surveys.Tests.Tallies;

/// <summary>Entries of <see cref="SmallSurvey"/>, by hand and random.</summary>
public static class SheetEntries
{
    /// <summary>Largest code of each item.</summary>
    private static readonly int[] LargestCodes = [4, 4, 4, 2, 7, 11, 2, 1];

    public static Gen<SheetEntry> Random { get; } =
        from school in Gen.Elements("rainier-view", "beacon", "st-charles-1")
        from language in Gen.Choose(0, 1)
        from channel in Gen.Elements(Enum.GetValues<Channel>())
        from withdrawal in Gen.Elements(false, false, true)
        from codes in Gen.CollectToArray(LargestCodes.Select(largest => Gen.Choose(0, largest)))
        select new SheetEntry
        {
            School = new SchoolId(school),
            Language = language,
            Channel = channel,
            IsWithdrawal = withdrawal,
            Codes = codes,
        };

    public static SheetEntry Of(params int[] codes) =>
        new() { School = new SchoolId("beacon"), Language = 0, Channel = Channel.Link, Codes = codes };

    /// <summary>Equality of content; records compare lists by reference.</summary>
    public static bool Same(SheetEntry left, SheetEntry right) =>
        left with { Codes = right.Codes } == right && left.Codes.SequenceEqual(right.Codes);
}
