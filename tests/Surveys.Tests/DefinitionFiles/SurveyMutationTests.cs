using System.Text;
using System.Text.Json.Nodes;

using FsCheck;
using FsCheck.Fluent;

using Surveys.DefinitionFiles;

namespace Surveys.Tests.DefinitionFiles;

/// <summary>However a file is damaged, reading it gives a survey or problems, and never throws.</summary>
public sealed class SurveyMutationTests
{
    private static readonly byte[] Good = Encoding.UTF8.GetBytes(SurveyFiles.Family);

    [Fact]
    public void A_file_cut_off_anywhere_is_reported()
    {
        for (var length = 0; length < Good.Length; length++)
            Assert.NotEmpty(SurveyReader.Read(Good.AsMemory(0, length)).Problems);
    }

    [Fact]
    public void A_file_with_any_bytes_changed_is_read_or_reported() =>
        Holds(
            from place in Gen.Choose(0, Good.Length - 1)
            from replacement in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(3)
            select (byte[])[.. Good[..place], .. replacement, .. Good[Math.Min(place + 2, Good.Length)..]]);

    [Fact]
    public void A_file_with_any_value_removed_or_replaced_is_read_or_reported() =>
        Holds(
            from seeds in Gen.Choose(0, int.MaxValue).ArrayOf(4)
            from count in Gen.Choose(1, 4)
            select Mutated(seeds.Take(count)));

    private static void Holds(Gen<byte[]> files) =>
        Properties.Hold(files, file =>
        {
            var reading = SurveyReader.Read(file);
            return reading.Value is null ? reading.Problems.Count > 0 : reading.Problems.Count == 0;
        }, 2000);

    private static byte[] Mutated(IEnumerable<int> seeds)
    {
        var file = SurveyFiles.Parsed();
        foreach (var seed in seeds)
            Mutate(file, new Random(seed));
        return Encoding.UTF8.GetBytes(file.ToJsonString());
    }

    private static void Mutate(JsonObject file, Random random)
    {
        var all = Descendants(file).ToList();
        if (all.Count == 0)
            return;
        var victim = all[random.Next(all.Count)];
        var donor = all[random.Next(all.Count)].DeepClone();
        JsonNode? replacement = random.Next(6) switch
        {
            0 => null,
            1 => JsonValue.Create(random.Next(-2, 5000)),
            2 => JsonValue.Create("overall"),
            3 => new JsonArray(),
            4 => JsonValue.Create(true),
            _ => donor,
        };
        var remove = random.Next(3) == 0;
        switch (victim.Parent)
        {
            case JsonObject parent when remove:
                parent.Remove(victim.GetPropertyName());
                break;
            case JsonObject parent:
                parent[victim.GetPropertyName()] = replacement;
                break;
            case JsonArray parent when remove:
                parent.RemoveAt(victim.GetElementIndex());
                break;
            case JsonArray parent:
                parent.Insert(victim.GetElementIndex(), replacement);
                break;
        }
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode node)
    {
        var children = node switch
        {
            JsonObject parent => parent.Select(property => property.Value).OfType<JsonNode>(),
            JsonArray parent => parent.OfType<JsonNode>(),
            _ => [],
        };
        return children.SelectMany(child => Descendants(child).Prepend(child));
    }
}
